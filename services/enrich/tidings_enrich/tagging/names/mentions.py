"""Names as they stand in the folded body, and where the words around them end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.folding import is_wide
from tidings_enrich.tagging.word_lists import flatten, load_words

# 斯特凡诺夫斯基 and the like; a part of a foreign name is seldom longer.
LONGEST_PART = 7


class Mention(NamedTuple):
    """A name in the body: code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    type: EntityType


class _Words(NamedTuple):
    """Words, and the lengths that they have."""

    words: frozenset[str]
    lengths: tuple[int, ...]


@cache
def _load_edges() -> tuple[_Words, _Words]:
    """Return the words that end a name, and the compounds in which they do not."""
    lists = load_words("boundaries")
    edges = frozenset((*lists["characters"], *flatten(lists["words"])))
    compounds = frozenset(flatten(lists["compounds"]))
    return (
        _Words(edges, tuple(sorted(set(map(len, edges))))),
        _Words(compounds, tuple(sorted(set(map(len, compounds))))),
    )


def ends_speech(text: str, at: int) -> bool:
    """Return whether a name can begin at ``at``: behind a sign, a function word or a verb."""
    if at == 0 or not is_wide(text[at - 1]):
        return True
    edges, _ = _load_edges()
    ended = any(at >= length and text[at - length : at] in edges.words for length in edges.lengths)
    return ended and not _is_in_compound(text, at - 1)


def ends_name(text: str, at: int) -> bool:
    """Return whether a name can end at ``at``: before a sign, a function word or a verb."""
    if at >= len(text) or not is_wide(text[at]):
        return True
    edges, _ = _load_edges()
    return any(text[at : at + length] in edges.words for length in edges.lengths)


def find_part_end(text: str, start: int) -> int | None:
    """Return where a part of a foreign name ends that begins at ``start``: 科瓦奇 in 科瓦奇表示."""
    ends = range(start + 2, min(len(text), start + LONGEST_PART) + 1)
    return next((end for end in ends if ends_name(text, end)), None)


def _is_in_compound(text: str, at: int) -> bool:
    """Return whether the character at ``at`` is part of a word that only seems to end a name."""
    _, compounds = _load_edges()
    return any(
        text[start : start + length] in compounds.words
        for length in compounds.lengths
        for start in range(max(0, at - length + 1), at + 1)
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
