"""The figures on marked pages and sentences, each half by itself.

English names have a tagger of their own, so that English has one row and not one for each tagger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from marked_gold.pages import MarkedPage, read_pages
from marked_gold.sentences import MarkedSentence, read_sentences
from quality.marked_scores import Scores, Tagging, score_pages, score_sentences, score_split
from quality.tag_scores import FIELDS, Score

HALVES = ("seen", "unseen")
_EVENTS = ("events", "status", "trigger", "roles")
_VALUES = ("time values", "quantity values")


def measure_marked(
    kinds: Sequence[str], build: Callable[[str], Tagging]
) -> Iterator[tuple[str, Score]]:
    """Yield each figure; ``build`` gives the tagging by the tagger of a kind."""
    for half in HALVES:
        pages, sentences = list(read_pages(half)), list(read_sentences(half))
        yield f"own marked pages, {half}: split exactly", score_split(pages)
        for language in ("zh", "en"):
            printed = [each for each in pages if is_english(each) == (language == "en")]
            said = [each for each in sentences if (each.language == "en") == (language == "en")]
            for kind in kinds if language == "zh" else kinds[:1]:
                named = f", {kind}" if language == "zh" else ""
                yield from _measure(f"{language}, {half}{named}", printed, said, build(kind))


def is_english(page: MarkedPage) -> bool:
    """Tell whether a page is in English; the others are in Chinese of either script."""
    return page.fields["language"] == "en"


def _measure(
    where: str, pages: Sequence[MarkedPage], sentences: Sequence[MarkedSentence], tag: Tagging
) -> Iterator[tuple[str, Score]]:
    scores = score_pages(pages, tag)
    yield from _select(scores, f"own marked pages, {where}", (*FIELDS, "names"))
    yield from _select(scores, f"own mentions of pages, {where}", ("mentions", *_VALUES))
    yield from _select(scores, f"own events of pages, {where}", _EVENTS)
    yield from _select(
        score_sentences(sentences, tag), f"own events of sentences, {where}", _EVENTS
    )


def _select(scores: Scores, where: str, whats: Sequence[str]) -> Iterator[tuple[str, Score]]:
    for what in whats:
        yield f"{where}: {what}", scores[what]
