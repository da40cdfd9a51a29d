"""The figures on marked pages and sentences, each half by itself.

English is measured without a tagger of names, which not every checkout has.
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
        chinese = [each for each in pages if each.fields["language"] != "en"]
        ours = [each for each in sentences if each.language != "en"]
        for kind in kinds:
            yield from _measure_chinese(f"zh, {half}, {kind}", chinese, ours, build(kind))
        tag = build(kinds[0])
        scores = score_pages([each for each in pages if each not in chinese], tag)
        whats = ("times", "quantities", *_VALUES)
        yield from _select(scores, f"own marked pages, en, {half}", whats)
        yield from _select(scores, f"own events of pages, en, {half}", _EVENTS)
        theirs = score_sentences([each for each in sentences if each.language == "en"], tag)
        yield from _select(theirs, f"own events of sentences, en, {half}", _EVENTS)


def _measure_chinese(
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
