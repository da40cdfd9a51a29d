"""Whether a new index has all that the old one has, at least as new. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class Mark(NamedTuple):
    """What tells how new a document is: its revision, then when it was tagged, in ms since 1970."""

    id: str
    revision: int
    enriched_ms: int


class Lack(NamedTuple):
    """A document of the old index that the new one has not, or has older."""

    id: str
    how: Literal["missing", "older"]


def find_lacks(old: Iterable[Mark], new: Iterable[Mark], *, with_times: bool) -> Iterator[Lack]:
    """Yield what ``new`` lacks of ``old``; both are in the order of ids, and each is read once.

    Two documents with one revision are told apart by when they were tagged, if ``with_times``.
    """
    rest = iter(new)
    other = next(rest, None)
    for mark in old:
        while other is not None and other.id < mark.id:
            other = next(rest, None)
        if other is None or other.id != mark.id:
            yield Lack(mark.id, "missing")
        elif (other.revision, other.enriched_ms if with_times else 0) < (
            mark.revision,
            mark.enriched_ms if with_times else 0,
        ):
            yield Lack(mark.id, "older")
