"""What the worker needs of the world: an inbox, flights to a sink, a box for dead letters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from typing import Protocol

from tidings.dead_letter import DeadLetter
from tidings.outcome import Outcome
from tidings_index.documents import Document
from tidings_index.records import Record


class Inbox(Protocol):
    """A consumer group's share of a topic."""

    def collect(self) -> list[Record]:
        """Return the next records, an empty list when none came in time."""
        ...

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> None:
        """Take nothing for a while, or until told to stop, and stay in the group."""
        ...

    def keep_owned(self, records: Sequence[Record]) -> list[Record]:
        """Return those records whose partition was never taken away since they were read."""
        ...

    def commit(self, records: Sequence[Record]) -> None:
        """Note that these are finished; commit what only finished ones stand before.

        Nothing is committed of partitions that are not owned any more.
        """
        ...


class Sink(Protocol):
    """Where documents are written; one try, an outcome for each."""

    def write(self, documents: Sequence[Document]) -> list[Outcome]:
        """Return the outcomes in the order of ``documents``; never Split."""
        ...


class Flights(Protocol):
    """Writes to a sink while the worker does something else."""

    def send(self, documents: Sequence[Document]) -> Future[list[Outcome]]:
        """Begin to write; the result is what ``Sink.write`` returns."""
        ...

    def await_any(self, flights: Collection[Future[list[Outcome]]], seconds: float) -> bool:
        """Return whether one of ``flights`` has come back, within so many seconds."""
        ...


class DeadLetterBox(Protocol):
    """Where dead letters go."""

    def put(self, letters: Sequence[DeadLetter]) -> None:
        """Return when every letter is acknowledged; raises when one is not."""
        ...
