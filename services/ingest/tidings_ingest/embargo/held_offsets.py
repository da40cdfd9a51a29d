"""Which messages of one partition wait for their time, and what may be committed. Pure.

A message held costs 160 bytes, whatever its size: its time and offset in one number, its
article and revision in two more, and their places in a heap and a dictionary.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Final

from tidings_ingest.embargo.held_message import HeldMessage

# Offsets are 63 bits long; a time or a revision stands above them.
_OFFSET_BITS: Final = 63
_OFFSET_MASK: Final = (1 << _OFFSET_BITS) - 1
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """What is committed: ``offset`` is the lowest that is not yet released.

    Of the messages from there to before ``next_offset``, those whose time came no later than
    ``released_through``, in milliseconds since 1970, are released already.
    """

    offset: int
    next_offset: int
    released_through: int

    def to_metadata(self) -> str:
        """Return what is committed beside the offset."""
        return f"{self.next_offset} {self.released_through}"


def read_mark(offset: int, metadata: str) -> Mark:
    """Return the mark of a commit; with metadata of others, everything from ``offset`` repeats."""
    parts = metadata.split()
    if len(parts) == 2 and all(each.isascii() and each.isdigit() for each in parts):
        return Mark(offset, int(parts[0]), int(parts[1]))
    return Mark(offset, offset, 0)


class HeldOffsets:
    """One partition, read in the order of its offsets from ``mark`` on.

    Of an article that is held more than once, only the latest revision goes out, at its own time:
    so an embargo can be prolonged or shortened. Of two with one revision the later message counts.
    """

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._next = mark.offset
        self._waiting: list[int] = []
        self._due: dict[int, int] = {}
        self._through = 0
        self._standings: dict[int, int] = {}

    def __len__(self) -> int:
        """Return how many messages wait, those that are due included."""
        return len(self._waiting) + len(self._due)

    @property
    def due(self) -> int:
        """How many have passed their time and are not yet released."""
        return len(self._due)

    @property
    def next_release(self) -> int | None:
        """The earliest time for which one waits; None when none does."""
        return self._waiting[0] >> _OFFSET_BITS if self._waiting else None

    def note(self, message: HeldMessage) -> None:
        """Take in the next message."""
        if message.offset < self._next:
            return
        self._next = message.offset + 1
        article = _digest(message)
        standing = message.revision << _OFFSET_BITS | message.offset
        if standing < self._standings.get(article, 0):
            return
        if self._is_released(message):
            self._standings.pop(article, None)
            return
        self._standings[article] = standing
        if message.release_at <= self._through:
            self._due[message.offset] = message.release_at
        else:
            heapq.heappush(self._waiting, message.release_at << _OFFSET_BITS | message.offset)

    def take_due(self, now: int, most: int) -> list[int]:
        """Return up to ``most`` offsets whose time has come by ``now``; they stay until released.

        They come by their offsets, which is cheap to read, as far as they became due together.
        """
        came: dict[int, int] = {}
        while self._waiting and self._waiting[0] >> _OFFSET_BITS <= now:
            packed = heapq.heappop(self._waiting)
            came[packed & _OFFSET_MASK] = packed >> _OFFSET_BITS
        self._through = now
        self._due.update(sorted(came.items()))
        return list(islice(self._due, most))

    def is_current(self, message: HeldMessage) -> bool:
        """Return whether its article waits for this message, and not for one that replaced it."""
        return self._standings.get(_digest(message), -1) & _OFFSET_MASK == message.offset

    def release(self, offset: int, message: HeldMessage | None) -> None:
        """Note that a due message is on the road, replaced by a later one, or gone (None)."""
        del self._due[offset]
        if message is None:
            kept = self._standings.items()
            self._standings = {at: each for at, each in kept if each & _OFFSET_MASK != offset}
        elif self.is_current(message):
            del self._standings[_digest(message)]

    def postpone(self, offset: int) -> None:
        """Put a due message behind the others that are due."""
        self._due[offset] = self._due.pop(offset)

    def mark(self) -> Mark:
        """Return what may be committed now."""
        lowest = min((each & _OFFSET_MASK for each in self._waiting), default=self._next)
        lowest = min(lowest, min(self._due, default=lowest))
        through = min((each - 1 for each in self._due.values()), default=self._through)
        return Mark(lowest, self._next, max(0, min(through, self._through)))

    def _is_released(self, message: HeldMessage) -> bool:
        mark = self._mark
        return message.offset < mark.next_offset and message.release_at <= mark.released_through


def _digest(message: HeldMessage) -> int:
    # A message without a key is of no article that another message could be of.
    key = message.key if message.key is not None else b"offset %d" % message.offset
    return int.from_bytes(blake2b(key, digest_size=_DIGEST_BYTES).digest(), "big")
