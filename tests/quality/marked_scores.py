"""How well marked pages and sentences are tagged, and marked pages are split.

Everything goes the whole road from the bare text; what a mark calls optional counts neither way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from marked_gold.marks import NAMES
from marked_gold.pages import MarkedArticle, MarkedPage
from marked_gold.sentences import DAY, LANGUAGES, MarkedSentence
from page_comparison import describe_differences, normalise
from quality.marked_events import Tally, add_events
from quality.tag_scores import Score, build_article, score_tags

from tidings.article import Article
from tidings.tags import Quantity, Tags, Time
from tidings_enrich.tagging.folding import simplify
from tidings_ingest.page import split_page

Scores = dict[str, Score]
_FIELDS = {
    "persons": "PER",
    "organizations": "ORG",
    "places": "LOC",
    "times": "TIME",
    "quantities": "QTY",
}
Tagging = Callable[[list[Article]], list[Tags]]


def score_split(pages: Iterable[MarkedPage]) -> Score:
    """Return how many pages have all lines, headings, names, captions and paragraphs right."""
    right = [not list(find_split_faults(page)) for page in pages]
    return Score(sum(right), len(right), len(right))


def find_split_faults(page: MarkedPage) -> Iterator[str]:
    """Yield what a reader would have split otherwise; white space and width are no matter."""
    drafts, gold = tuple(split_page(page.text)), [each.gold for each in page.articles]
    faults = describe_differences(drafts, gold)
    yield from faults
    if len(drafts) == len(gold):
        for number, (draft, wanted) in enumerate(zip(drafts, gold, strict=True), start=1):
            for said, meant in (
                (_squeeze(draft.body.split("\n")), _squeeze(wanted["paragraphs"])),
                (_squeeze([draft.dateline]), _squeeze([wanted["dateline"] or draft.dateline])),
            ):
                if said != meant:
                    yield f"article {number}: {said!r}, not {meant!r}"


def _squeeze(texts: Iterable[str | None]) -> list[str]:
    return [normalise(each) for each in texts]


def score_pages(pages: Sequence[MarkedPage], tag: Tagging) -> Scores:
    """Return the scores of names, titles, times, quantities and events of the gold's bodies."""
    marked = [(article, page) for page in pages for article in page.articles]
    readings = [describe_reading(article) for article, _ in marked]
    tags = tag([_build(each, page) for each, (_, page) in zip(readings, marked, strict=True)])
    scores = score_tags(list(zip(readings, tags, strict=True)))
    names = [scores[each] for each in ("persons", "organizations", "places")]
    scores["names"] = Score(*map(sum, zip(*names, strict=True)))
    tally = Tally()
    for (article, _), said in zip(marked, tags, strict=True):
        _add_mentions(tally, article, said)
        _add_values(tally, "time values", article, said.times)
        _add_values(tally, "quantity values", article, said.quantities)
        add_events(tally, article.events, said.events)
    return {**scores, **tally.scores()}


def score_sentences(sentences: Sequence[MarkedSentence], tag: Tagging) -> Scores:
    """Return the scores of the events of sentences, each an article of its own."""
    empty: dict[str, Any] = {"byline": [], "captions": []}
    articles = [
        build_article(number, {**empty, "paragraphs": [each.body]}).model_copy(
            update={
                "language": LANGUAGES[each.language],
                "published_at": datetime.combine(DAY, time(4), UTC),
            }
        )
        for number, each in enumerate(sentences)
    ]
    tally = Tally()
    for each, said in zip(sentences, tag(articles), strict=True):
        add_events(tally, each.events, said.events)
    return tally.scores()


def describe_reading(article: MarkedArticle) -> dict[str, Any]:
    """Return what a reader found, as ``score_tags`` takes it.

    A name is there once, in its longest form; a shorter one (Varga of Ines Varga) is optional.
    """
    reading: dict[str, Any] = dict(article.gold)
    for field, kind in _FIELDS.items():
        required, optional = article.texts(kind), article.texts(kind, optional=True)
        if kind in NAMES:
            short = {each for each in required for longer in required if each in longer != each}
            required = [each for each in required if each not in short]
            optional += short
        reading[field], reading[f"{field}_optional"] = required, optional
    names = dict.fromkeys(reading["persons"])
    titles = {name: [title for title, _ in each] for name, each in article.titles.items()}
    return reading | {"persons": [{"name": n, "titles": titles.get(n, [])} for n in names]}


def _build(reading: dict[str, Any], page: MarkedPage) -> Article:
    built = build_article(0, reading)
    day = datetime.combine(page.day, time(4), UTC)
    return built.model_copy(update={"language": page.fields["language"], "published_at": day})


def _add_mentions(tally: Tally, article: MarkedArticle, said: Tags) -> None:
    marks = [(NAMES[m.kind], m.start, m.end, m.optional) for m in article.marks if m.kind in NAMES]
    wanted = {(kind, start, end) for kind, start, end, optional in marks if not optional}
    free = {(start, end) for _, start, end, optional in marks if optional}
    found = {
        (entity.type, span.start, span.end)
        for entity in said.entities
        for span in entity.mentions
        if (span.start, span.end) not in free
    }
    tally.add("mentions", len(found & wanted), len(found), len(wanted))


def _add_values(
    tally: Tally, what: str, article: MarkedArticle, said: Sequence[Time] | Sequence[Quantity]
) -> None:
    """Count, of the marks with a value that were found, those with the same value.

    Units are in simplified characters.
    """
    found = {(each.span.start, each.span.end): each for each in said}
    kind = "TIME" if what == "time values" else "QTY"
    for mark in article.marks:
        tag = found.get((mark.start, mark.end))
        if mark.kind == kind and mark.value and tag is not None:
            tally.add(what, _read_value(tag) == simplify(mark.value), 1, 1)


def _read_value(tag: Time | Quantity) -> str:
    if isinstance(tag, Time):
        days = [each for each in (tag.start, tag.end) if each]
        return "/".join(dict.fromkeys(days))
    value = "?" if tag.value is None else f"{tag.value:.10g}"
    return f"{value} {tag.unit or ''}".rstrip()
