"""What the releaser needs of the world: the topic where articles wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tidings_ingest.embargo.held_message import HeldMessage, StoredMessage
from tidings_ingest.embargo.held_offsets import Mark


class HeldTopicError(Exception):
    """The topic cannot be read; it may help to open it again later."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A partition that is this member's; ``number`` changes when it has been another's between."""

    partition: int
    number: int


class HeldTopic(Protocol):
    """A consumer group's share of the topic; some calls raise HeldTopicError."""

    def collect(self, wait_s: float, *, is_full: bool) -> list[HeldMessage]:
        """Return the next messages, after ``wait_s`` none; while ``is_full`` only stay a member."""
        ...

    def claims(self) -> frozenset[Claim]:
        """Return the partitions that were this member's when the last ``collect`` ended."""
        ...

    def begin(self, partition: int) -> Mark:
        """Return what was committed last; what is collected next begins there."""
        ...

    def fetch(self, partition: int, offsets: Sequence[int]) -> dict[int, StoredMessage | None]:
        """Return some of the messages at these offsets, None for one that is there no more.

        ``offsets`` are in any order; what is missing in the answer was not read in time.
        """
        ...

    def commit(self, marks: Mapping[int, Mark]) -> bool:
        """Commit the mark of each partition; False when that did not work."""
        ...

    def close(self) -> None:
        """Leave the group."""
        ...
