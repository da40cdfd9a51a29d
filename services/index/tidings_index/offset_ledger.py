"""How far the group may commit: never past a record that is not finished. Pure.

A ledger takes note of what was taken from each partition and of what is finished, in any order.
What may be committed of a partition is one past the last record before which everything is
finished. When a partition goes away, everything known of it goes too: whoever has it now, perhaps
this worker once more, begins at what was committed.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tidings_index.records import Partition, Record


@dataclass(slots=True)
class _Account:
    """One partition since it came: ``taken`` begins with the first offset that is unfinished."""

    taken: deque[int] = field(default_factory=deque)
    unfinished: set[int] = field(default_factory=set)
    due: int | None = None


class OffsetLedger:
    """What was taken, finished and committed of the partitions that a worker owns."""

    def __init__(self) -> None:
        self._accounts: dict[Partition, _Account] = {}
        self._claims: Counter[Partition] = Counter()

    def gain(self, partitions: Iterable[Partition]) -> None:
        """Open an account for each partition that comes; one that is there goes on."""
        # A new dict, for other threads ask which partitions there are.
        self._accounts = {each: _Account() for each in partitions} | self._accounts

    def lose(self, partitions: Iterable[Partition]) -> None:
        """End the claim on each partition that goes away: nothing of it is committed any more."""
        gone = frozenset(partitions)
        self._claims.update(gone)
        self._accounts = {
            partition: account
            for partition, account in self._accounts.items()
            if partition not in gone
        }

    def partitions(self) -> frozenset[Partition]:
        """Return the partitions that are owned now."""
        return frozenset(self._accounts)

    def claim(self, partition: Partition) -> int:
        """Return what a record that is read from ``partition`` now has as its claim."""
        return self._claims[partition]

    def keep_owned(self, records: Sequence[Record]) -> list[Record]:
        """Return the records whose partition has stayed all the while since they were read."""
        return [
            each
            for each in records
            if each.partition in self._accounts and each.claim == self._claims[each.partition]
        ]

    def take(self, records: Sequence[Record]) -> None:
        """Note that work on these records begins; those of a partition come in their order."""
        for each in self.keep_owned(records):
            account = self._accounts[each.partition]
            account.taken.append(each.at.offset)
            account.unfinished.add(each.at.offset)

    def finish(self, records: Sequence[Record]) -> None:
        """Note that each of these records is indexed, known to be older, or a dead letter."""
        for each in self.keep_owned(records):
            account = self._accounts[each.partition]
            account.unfinished.discard(each.at.offset)
            while account.taken and account.taken[0] not in account.unfinished:
                account.due = account.taken.popleft() + 1

    def list_due(self) -> dict[Partition, int]:
        """Return the offsets that may be committed and are not yet, one a partition."""
        return {
            partition: account.due
            for partition, account in self._accounts.items()
            if account.due is not None
        }

    def note_committed(self, offsets: Mapping[Partition, int]) -> None:
        """Note that the group has committed ``offsets``, which were due."""
        for partition, offset in offsets.items():
            account = self._accounts.get(partition)
            if account is not None and account.due == offset:
                account.due = None
