"""Several taggers vote: a name stands when enough of them find the same span and type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tidings_enrich.tagging.tagger import NameSpan, SentenceReading, Tagger

ENOUGH_VOTES = 2


class VotingTagger:
    """Implements Tagger over others, at least two; the borders of words are the first one's."""

    def __init__(self, name: str, taggers: Sequence[Tagger]) -> None:
        self.name = name
        self._taggers = taggers

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return the names of each sentence that two taggers agree on."""
        readings = [each.read(sentences) for each in self._taggers]
        return [
            SentenceReading(count_votes([each.names for each in own]), own[0].borders)
            for own in zip(*readings, strict=True)
        ]


def count_votes(ballots: Sequence[Sequence[NameSpan]]) -> list[NameSpan]:
    """Return what has enough votes, in order; of names that overlap, the longest, or the first."""
    votes = Counter(name for ballot in ballots for name in set(ballot))
    agreed = [name for name, count in votes.items() if count >= ENOUGH_VOTES]
    kept: list[NameSpan] = []
    for name in sorted(agreed, key=lambda each: (each.start - each.end, each)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return sorted(kept)
