"""The inbox on kafka-python; offsets are committed only by ``commit``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import structlog
from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaError

from tidings.group_consumer import keep_joining, open_group_consumer, return_to_committed
from tidings.settings import KafkaSettings
from tidings_index.records import Record, count_bytes, next_offsets, read_record

COMMIT_TIMEOUT_MS = 10_000
COMMITTED_TIMEOUT_MS = 3_000
CLOSE_TIMEOUT_MS = 5_000
POLL_SLICE_MS = 50
WAIT_SLICE_MS = 500
log = structlog.get_logger()


class KafkaInbox:
    """A member of a consumer group; a batch ends at ``max_items``, ``max_bytes`` or ``max_wait_s``.

    The group shares out by range with stop-the-world rebalances: what is in flight then is
    dropped and repeated by whoever gets the partition, which one article in a document allows.
    """

    def __init__(  # noqa: PLR0913 - each is a setting
        self,
        kafka: KafkaSettings,
        *,
        topic: str,
        group: str,
        max_items: int,
        max_bytes: int,
        max_wait_s: float,
    ) -> None:
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._max_wait_s = max_wait_s
        self._early: list[Record] = []
        self._finished: dict[TopicPartition, OffsetAndMetadata] = {}
        self._waiting = False
        self._claims: Counter[TopicPartition] = Counter()
        self._owned: frozenset[TopicPartition] = frozenset()
        self._new: frozenset[TopicPartition] = frozenset()
        self._consumer = open_group_consumer(kafka, group, max_records=max_items)
        self._consumer.subscribe([topic], listener=_Rebalance(self))

    def collect(self) -> list[Record]:
        """Return the next batch; the time for it starts with the call.

        A commit that failed is made up for here, for no later one may ever cover it.
        """
        self._commit_finished()
        records, self._early = self._early, []
        give_up = time.monotonic() + self._max_wait_s
        while (
            len(records) < self._max_items
            and count_bytes(records) < self._max_bytes
            and time.monotonic() < give_up
        ):
            records += self._poll(POLL_SLICE_MS, self._max_items - len(records))
        return records

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> None:
        """Poll with every partition paused, which keeps the membership alive."""
        give_up = time.monotonic() + seconds
        self._waiting = True
        self._consumer.pause(*self._consumer.assignment())
        try:
            while (left := give_up - time.monotonic()) > 0 and not stopping():
                slice_ms = 1 + int(min(left * 1000, WAIT_SLICE_MS))
                self._early += self._poll(slice_ms, self._max_items)
        finally:
            self._waiting = False
            self._consumer.resume(*self._consumer.assignment())

    def keep_owned(self, records: Sequence[Record]) -> list[Record]:
        """Return the records whose partition has stayed with this worker all the while."""
        return [each for each in records if self._is_owned(each)]

    def commit(self, records: Sequence[Record]) -> None:
        """Commit; when that fails the old offsets stand until ``collect`` tries again."""
        for partition, offset in next_offsets(self.keep_owned(records)).items():
            self._finished[TopicPartition(*partition)] = OffsetAndMetadata(offset, "", -1)
        self._commit_finished()

    def _commit_finished(self) -> None:
        if not self._finished:
            return
        try:
            self._consumer.commit(dict(self._finished), timeout_ms=COMMIT_TIMEOUT_MS)
        except KafkaError as error:
            log.warning("commit failed, it is tried again", error=type(error).__name__)
        else:
            self._finished = {}

    def partitions(self) -> frozenset[int]:
        """Return the partitions that the group has given this worker; any thread may ask."""
        return frozenset(each.partition for each in self._owned)

    def close(self) -> None:
        """Leave the group; nothing is committed that was not before."""
        self._consumer.close(autocommit=False, timeout_ms=CLOSE_TIMEOUT_MS)

    def gain(self, partitions: Iterable[TopicPartition]) -> None:
        """Take on what a rebalance brings, paused while the worker waits."""
        self._owned |= frozenset(partitions)
        self._new |= frozenset(partitions)
        if self._waiting:
            self._consumer.pause(*partitions)

    def lose(self, partitions: Iterable[TopicPartition]) -> None:
        """End the claim on partitions that go away, and drop what was read ahead of them."""
        gone = frozenset(partitions)
        self._owned -= gone
        self._new -= gone
        self._claims.update(gone)
        self._early = self.keep_owned(self._early)
        for each in gone:
            self._finished.pop(each, None)

    def _is_owned(self, record: Record) -> bool:
        partition = TopicPartition(record.at.topic, record.at.partition)
        return partition in self._owned and record.claim == self._claims[partition]

    def _poll(self, timeout_ms: int, max_records: int) -> list[Record]:
        polled = self._consumer.poll(timeout_ms=timeout_ms, max_records=max_records)
        keep_joining(self._consumer)
        begun = self._new
        for each in sorted(begun):
            self._begin(each)
        return [
            read_record(each, self._claims[partition])
            for partition, records in polled.items()
            if partition not in begun
            for each in records
        ]

    def _begin(self, partition: TopicPartition) -> None:
        try:
            return_to_committed(self._consumer, partition, COMMITTED_TIMEOUT_MS)
        except KafkaError as error:
            # Nothing is taken from it until that has worked.
            log.warning("no offsets, they are asked for again", error=type(error).__name__)
        else:
            self._new -= {partition}


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc] # kafka-python has no types
    def __init__(self, inbox: KafkaInbox) -> None:
        self._inbox = inbox

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._inbox.lose(revoked)

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        self._inbox.lose(lost)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._inbox.gain(assigned)
