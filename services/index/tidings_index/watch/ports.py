"""What the courier and the worker need of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

from tidings_index.watch.delivery_topic import Read, Written
from tidings_index.watch.entry import Watch
from tidings_index.watch.post import Posted
from tidings_index.watch.tally import Tally


class Deliveries(Protocol):
    """The topic of deliveries; both ways raise kafka.errors.KafkaError."""

    name: str
    is_read: bool

    def read(self, wait_s: float) -> list[Read]:
        """Return what comes next."""
        ...

    def write(self, messages: Sequence[Written]) -> list[int]:
        """Return the offsets once all are acknowledged."""
        ...


class Watches(Protocol):
    """The stored searches."""

    def read(self) -> Mapping[str, Watch]:
        """Return them by their ids."""
        ...

    def note(self, tallies: Mapping[str, Tally]) -> None:
        """Add what became of posts; raises PrivateFileError."""
        ...


class Submit(Protocol):
    """Runs something in another thread."""

    def submit(self, work: Callable[[], Posted], /) -> Future[Posted]:
        """Return what will become of it."""
        ...


Post = Callable[[Watch, str, bytes], Posted]
