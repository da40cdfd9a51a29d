"""Records that were collected together, and how far they have come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import datetime

from tidings.outcome import Outcome
from tidings_index.intake import Item, Refusal, take_record
from tidings_index.records import Record


class Batch:
    """``pending`` waits to be sent, in the order of the topic; ``flight`` is what is away now.

    ``refusals`` can never be indexed. A batch is written when nothing is pending or away.
    """

    def __init__(self, records: Sequence[Record], clock: Callable[[], datetime]) -> None:
        taken = [take_record(each, clock()) for each in records]
        self.records = records
        self.refusals = [each for each in taken if isinstance(each, Refusal)]
        self.pending = [each for each in taken if isinstance(each, Item)]
        self.flight: Future[list[Outcome]] | None = None
        self._away: list[Item] = []

    @property
    def is_written(self) -> bool:
        """Whether nothing of it has to go, or is away."""
        return self.flight is None and not self.pending

    @property
    def has_landed(self) -> bool:
        """Whether what was away has come back and was not looked at."""
        return self.flight is not None and self.flight.done()

    def list_ids(self) -> set[str]:
        """Return the ids of the articles that are not written yet."""
        return {each.document.id for each in (*self._away, *self.pending)}

    def drop_lost(self, keep_owned: Callable[[Sequence[Record]], list[Record]]) -> None:
        """Leave out what belongs to another worker now; what is away comes back all the same."""
        waiting = [each.record for each in self.pending]
        waiting += [each.record for each in self.refusals]
        kept = {each.at for each in keep_owned(waiting)}
        self.pending = [each for each in self.pending if each.record.at in kept]
        self.refusals = [each for each in self.refusals if each.record.at in kept]

    def choose(self, ahead: Collection[str]) -> list[Item]:
        """Return what may be sent while the articles in ``ahead`` are not written yet."""
        return [each for each in self.pending if each.document.id not in ahead]

    def depart(self, items: list[Item], flight: Future[list[Outcome]]) -> None:
        """Note that ``items``, which were pending, are away."""
        left = {each.record.at for each in items}
        self.pending = [each for each in self.pending if each.record.at not in left]
        self._away, self.flight = items, flight

    def land(self) -> list[tuple[Item, Outcome]]:
        """Return what became of each item that was away, in order; raises what writing raised."""
        assert self.flight is not None  # noqa: S101 - asked of batches that are away alone
        outcomes = self.flight.result()
        landed = list(zip(self._away, outcomes, strict=True))
        self._away, self.flight = [], None
        return landed

    def put_back(self, items: Sequence[Item]) -> None:
        """Note that ``items`` have to be sent again; no article is among them and pending, too."""
        self.pending = [*items, *self.pending]
