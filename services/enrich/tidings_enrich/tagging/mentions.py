"""Names as they stand in the folded body, and where the words around them end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.folding import is_wide
from tidings_enrich.tagging.word_lists import flatten, load_words


class Mention(NamedTuple):
    """A name in the body: code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    type: EntityType

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether the two stretches share a character."""
        return self.start < end and start < self.end


@cache
def _edges() -> tuple[frozenset[str], frozenset[str], tuple[int, ...]]:
    """Return the characters and words that end a name, and the lengths of those words."""
    lists = load_words("boundaries")
    words = frozenset(flatten(lists["words"]))
    return frozenset(lists["characters"]), words, tuple(sorted({len(word) for word in words}))


def ends_speech(text: str, at: int) -> bool:
    """Return whether a name can begin at ``at``: behind a sign, a function word or a verb."""
    if at == 0 or not is_wide(text[at - 1]):
        return True
    characters, words, lengths = _edges()
    return text[at - 1] in characters or any(
        at >= length and text[at - length : at] in words for length in lengths
    )


def find_left_edge(text: str, at: int, farthest: int) -> int:
    """Return where the unbroken words before ``at`` begin, ``farthest`` characters back at most."""
    least = max(0, at - farthest)
    while at > least and not ends_speech(text, at):
        at -= 1
    return at


def is_unbroken(text: str, start: int, end: int) -> bool:
    """Return whether nothing between the two ends a name."""
    return all(is_wide(text[at]) for at in range(start, end)) and not any(
        ends_speech(text, at) for at in range(start + 1, end + 1)
    )


def keep_longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap, in order: of those that do, the longest."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(set(mentions), key=lambda each: (each.start - each.end, each)):
        covered = range(mention.start, mention.end)
        if not taken.isdisjoint(covered):
            continue
        taken.update(covered)
        kept.append(mention)
    return sorted(kept)


class Starts:
    """Where mentions start and end, to ask about in constant time."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.starting = {mention.start: mention for mention in mentions}
        self.ending = {mention.end: mention for mention in mentions}
        self._covered = {at for each in mentions for at in range(each.start, each.end)}

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no mention covers any of these characters."""
        return self._covered.isdisjoint(range(start, end))
