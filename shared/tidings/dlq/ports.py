"""What the work on dead letters needs of Kafka."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tidings.dlq.letter import Headers, StoredMessage


class LogUnavailableError(Exception):
    """The topics cannot be read or written now; the message is one line and names the broker."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one partition: from offset ``start`` up to ``end``, which is not in it."""

    topic: str
    partition: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send; without ``partition`` its key decides, as for every other producer."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers
    partition: int | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Why the broker did not acknowledge a message; ``is_final`` when no later try can help."""

    why: str
    is_final: bool


class MessageLog(Protocol):
    """Topics to read and to append to; every call ends in bounded time.

    Each may raise LogUnavailableError.
    """

    def measure(self, topic: str) -> tuple[Stretch, ...]:
        """Return what ``topic`` holds now, a stretch a partition; nothing when there is no such."""
        ...

    def read(self, stretch: Stretch) -> Iterator[StoredMessage]:
        """Give the messages of ``stretch`` that are still there, in order."""
        ...

    def send(self, messages: Sequence[Outgoing]) -> list[NotSent | None]:
        """Send all and wait for each; None is a message that all replicas have."""
        ...
