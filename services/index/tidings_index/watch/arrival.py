"""Wait until articles can be found by a search, or until it is certain that they never will.

How long the index stage takes is nothing to guess at. What a search finds in the wanted revision,
or a later one, has arrived. What the index has committed, and does not hold in that revision, has
become a dead letter there: nothing of it can match.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from tidings_index.watch.notice import Notice

# A quarter of the refresh interval.
LOOK_EVERY_S: Final = 0.25


class Lookup(Protocol):
    """What is asked of the index; both raise UnavailableError."""

    def find_searchable(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each article that a search finds."""
        ...

    def find_written(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each that is there."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What is known after a look: ``arrived``, ``absent`` for good, and those still to come."""

    arrived: Sequence[Notice]
    absent: Sequence[Notice]
    coming: Sequence[Notice]


def look_for(
    notices: Sequence[Notice],
    index: Lookup,
    find_committed: Callable[[Collection[int]], dict[int, int]],
) -> Look:
    """Look once; raises UnavailableError."""
    searchable = index.find_searchable([each.id for each in notices])
    arrived = [each for each in notices if searchable.get(each.id, -1) >= each.revision]
    coming = [each for each in notices if searchable.get(each.id, -1) < each.revision]
    # The commits first: what was committed before was written before that.
    committed = find_committed({each.record.at.partition for each in coming}) if coming else {}
    finished = [
        each
        for each in coming
        if committed.get(each.record.at.partition, 0) > each.record.at.offset
    ]
    written = index.find_written([each.id for each in finished]) if finished else {}
    absent = [each for each in finished if written.get(each.id, -1) < each.revision]
    gone = {each.id for each in absent}
    return Look(arrived, absent, [each for each in coming if each.id not in gone])
