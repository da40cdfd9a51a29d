"""The bounded place between the agent that receives records and the worker that takes batches."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from tidings_enrich.enrichment import Record

# A text of 900,000 bytes takes up to 230 MB while it is tagged, and enrich with the accurate tagger
# has 330 MB before: with one such, or as much in several, it stays below the 600 MB that
# docs/promises.md says. 32 articles of a newspaper together have 0.2 MB.
MOST_BYTES: Final = 1024 * 1024


class OffsetGapError(Exception):
    """A record is missing between two others; going on would commit past it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record, the generation of the group that fetched it, and what acknowledges it.

    ``start`` is the offset from which that generation reads the partition; None: not known.
    """

    record: Record
    generation: int
    start: int | None = None
    event: Any = None


class Intake:
    """Holds at most ``most_waiting`` records of ``most_bytes`` together; ``put`` waits for room.

    A record that is larger comes alone.

    Within a generation the records of a partition must come without holes: the topic is neither
    compacted nor written in transactions, so a hole means that a record was lost on the way here.
    After a rebalance a partition must start where the group's committed offset is.
    """

    def __init__(self, most_waiting: int, most_bytes: int = MOST_BYTES) -> None:
        self._most_waiting = most_waiting
        self._most_bytes = most_bytes
        self._waiting: deque[Arrival] = deque()
        self._changed = asyncio.Condition()
        self._generation = -1
        self._next_offset: dict[int, int] = {}

    async def put(self, arrival: Arrival) -> None:
        """Add a record as soon as there is room."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._has_room_for(arrival))
            self._waiting.append(arrival)
            self._changed.notify_all()

    async def take(self, wait_s: float) -> list[Arrival]:
        """Return what waits, ``wait_s`` after the first record, or at once when it is full.

        Raises OffsetGapError.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._waiting))
        if len(self._waiting) < self._most_waiting:
            await asyncio.sleep(wait_s)
        async with self._changed:
            taken = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
        return [each for each in taken if self._follows(each)]

    def _has_room_for(self, arrival: Arrival) -> bool:
        if not self._waiting:
            return True
        together = sum(map(_count_bytes, self._waiting)) + _count_bytes(arrival)
        return len(self._waiting) < self._most_waiting and together <= self._most_bytes

    def _follows(self, arrival: Arrival) -> bool:
        """Return whether the record is of the newest generation; older ones come again."""
        if arrival.generation < self._generation:
            return False
        if arrival.generation > self._generation:
            self._generation = arrival.generation
            self._next_offset.clear()
        at = arrival.record.at
        start = at.offset if arrival.start is None else arrival.start
        wanted = self._next_offset.get(at.partition, start)
        if at.offset > wanted:
            raise OffsetGapError(
                f"offset {at.offset} of {at.topic} partition {at.partition} came where {wanted} "
                "was to come"
            )
        self._next_offset[at.partition] = at.offset + 1
        return True


def _count_bytes(arrival: Arrival) -> int:
    return len(arrival.record.value or b"")
