"""A tagger of simplified Chinese that reads traditional text too."""

from __future__ import annotations

from collections.abc import Sequence

from tidings_enrich.tagging.scripts import Converted, convert_to_simplified, has_traditional
from tidings_enrich.tagging.tagger import NameSpan, SentenceReading, Tagger


class SimplifyingTagger:
    """Implements Tagger: shows another one each sentence in simplified Chinese.

    What that finds is told by the offsets of the sentence as it was given. A sentence without a
    traditional character is handed on as it is.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.name = tagger.name

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return what is in each sentence."""
        shown = [
            convert_to_simplified(each) if has_traditional(each) else Converted(each)
            for each in sentences
        ]
        readings = self._tagger.read([each.text for each in shown])
        return [_place_back(*each) for each in zip(readings, shown, strict=True)]


def _place_back(reading: SentenceReading, shown: Converted) -> SentenceReading:
    """Return a reading by the offsets of the sentence before it was converted."""
    if not shown.pieces:
        return reading
    names: list[NameSpan] = []
    for name in reading.names:
        start, end = shown.find_start(name.start), shown.find_end(name.end)
        # Two names in one phrase that is longer or shorter now are both all of it; one stays.
        if not names or start >= names[-1].end:
            names.append(name._replace(start=start, end=end))
    kept = (each for each in reading.borders if shown.keeps_border(each))
    return SentenceReading(names, frozenset(map(shown.find_start, kept)))
