"""What looking for an article needs of the servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import Stretch
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.findings import InIndex


class UnavailableError(Exception):
    """A server does not answer; ``server`` is its name, the message one line for whoever runs it.

    The message can hold an address: it is for a terminal or a log and not for a sender.
    """

    def __init__(self, server: str, detail: str) -> None:
        super().__init__(f"{server} {detail}")
        self.server = server


class Topics(Protocol):
    """Topics to read; every call may raise UnavailableError and SpentError."""

    def measure(self, topic: str, budget: Budget) -> tuple[Stretch, ...]:
        """Return what ``topic`` holds now, a stretch a partition; nothing when there is no such."""
        ...

    def find_committed(self, group: str, topic: str, partition: int, budget: Budget) -> int | None:
        """Return the offset that ``group`` goes on from, None when it never committed one."""
        ...

    def read(self, stretch: Stretch, budget: Budget) -> Iterator[StoredMessage]:
        """Give the messages of ``stretch`` in order; each counts on the budget."""
        ...


class Documents(Protocol):
    """The index."""

    def find(self, article_id: str) -> InIndex | None:
        """Return the document with this id as it is now; raises UnavailableError."""
        ...
