"""A held topic in memory, with a group that can be restarted and rebalanced, and its road."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tidings.outcome import Ok
from tidings_ingest.embargo.held_message import HeldMessage, StoredMessage
from tidings_ingest.embargo.held_offsets import Mark, read_mark
from tidings_ingest.embargo.ports import Claim, HeldTopicError
from tidings_ingest.embargo.release_time import count_ms, write_hold

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


@dataclass
class HeldLog:
    """The topic and what the group has committed; outlives every member."""

    partitions: int = 2
    messages: dict[int, list[StoredMessage]] = field(default_factory=dict)
    committed: dict[int, tuple[int, str]] = field(default_factory=dict)

    def append(self, key: str, until: datetime, revision: int = 1, partition: int = 0) -> int:
        log = self.messages.setdefault(partition, [])
        held = HeldMessage(partition, len(log), key.encode(), revision, count_ms(until))
        headers = (("trace", b"1"), *write_hold(until, revision))
        log.append(StoredMessage(held, f"{key} {revision}".encode(), headers))
        return held.offset


@dataclass
class MemoryTopic:
    """One member; what a test sets goes wrong, or happens during the next ``collect``."""

    log: HeldLog
    owned: dict[int, int] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    on_collect: Callable[[], None] = lambda: None
    most_fetched: int = 100
    gone: set[int] = field(default_factory=set)
    waited: list[float] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    is_closed: bool = False
    _positions: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.take_over(range(self.log.partitions))

    def take_over(self, partitions) -> None:
        """Own these partitions and no others. As in Kafka, one that stays goes on where it was."""
        self.owned = {each: self.owned.get(each, 0) + 1 for each in partitions}
        self._positions = {
            each: self._positions.get(each, self.log.committed.get(each, (0, ""))[0])
            for each in self.owned
        }

    def collect(self, wait_s, *, is_full):
        self._call("collect")
        self.waited.append(wait_s)
        self.on_collect()
        if is_full:
            return []
        found = []
        for each in self.owned:
            log = self.log.messages.get(each, [])
            found += [stored.held for stored in log[self._positions[each] :]]
            self._positions[each] = len(log)
        return found

    def claims(self):
        return frozenset(Claim(*each) for each in self.owned.items())

    def begin(self, partition):
        self._call("begin")
        found = self.log.committed.get(partition)
        self._positions[partition] = 0 if found is None else found[0]
        return Mark(0, 0, 0) if found is None else read_mark(*found)

    def fetch(self, partition, offsets):
        self.calls.append("fetch")
        if "fetch" in self.failing:
            return {}
        log = self.log.messages[partition]
        some = sorted(offsets)[: self.most_fetched]
        return {each: None if each in self.gone else log[each] for each in some}

    def commit(self, marks):
        self.calls.append("commit")
        if "commit" in self.failing:
            return False
        self.log.committed |= {at: (each.offset, each.to_metadata()) for at, each in marks.items()}
        return True

    def close(self):
        self.is_closed = True

    def _call(self, name):
        self.calls.append(name)
        if name in self.failing:
            raise HeldTopicError(f"{name} does not work")


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Road:
    """Where copies go; ``answer`` says what becomes of a value."""

    copied: list[tuple[str, bytes, bytes, list[tuple[str, bytes]]]] = field(default_factory=list)
    answer: Callable[[bytes], object] = lambda value: Ok("accepted")
    calls: list[str] = field(default_factory=list)

    def copy(self, messages):
        self.calls.append("copy")
        outcomes = [self.answer(each.value) for each in messages]
        for each, outcome in zip(messages, outcomes, strict=True):
            if isinstance(outcome, Ok):
                self.copied.append((each.topic, each.key, each.value, each.headers))
        return outcomes

    def values(self) -> list[str]:
        return [value.decode() for _, _, value, _ in self.copied]
