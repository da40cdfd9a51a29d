"""The inbox on kafka-python; offsets are committed only as far as everything is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import structlog
from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaError

from tidings.group_consumer import keep_joining, open_group_consumer, return_to_committed
from tidings.settings import KafkaSettings
from tidings_index.offset_ledger import OffsetLedger
from tidings_index.rebalance import Rebalance
from tidings_index.records import Partition, Record, count_bytes, read_record

COMMIT_TIMEOUT_MS = 10_000
COMMITTED_TIMEOUT_MS = 3_000
CLOSE_TIMEOUT_MS = 5_000
POLL_SLICE_MS = 50
# A poll ends with the first record that comes, so one that waits for it may be longer: each costs a
# millisecond of an idle stage.
FIRST_SLICE_MS = 200
WAIT_SLICE_MS = 500
log = structlog.get_logger()


class KafkaInbox:
    """A member of a consumer group; a batch ends at ``max_items``, ``max_bytes`` or ``max_wait_s``.

    The group shares out by range with stop-the-world rebalances, which wait until ``is_settled``:
    what is unfinished then is dropped and repeated by whoever gets the partition, which one article
    in a document allows. kafka-python's consumer is for one thread: only ``partitions`` may be
    asked by another.
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
        is_settled: Callable[[], bool] = lambda: True,
    ) -> None:
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._max_wait_s = max_wait_s
        self._early: list[Record] = []
        self._waiting = False
        self._ledger = OffsetLedger()
        self._new: frozenset[TopicPartition] = frozenset()
        self._consumer = open_group_consumer(
            kafka, group, max_records=max_items, fetch_bytes=max_bytes
        )
        listener = Rebalance(self, self._consumer, is_settled)
        self._consumer.subscribe([topic], listener=listener)

    def collect(self) -> list[Record]:
        """Return the next batch; the time for it starts with the call.

        A commit that failed is made up for here, for no later one may ever cover it.
        """
        self._commit_due()
        records, self._early = self._early, []
        give_up = time.monotonic() + self._max_wait_s
        while (
            len(records) < self._max_items
            and count_bytes(records) < self._max_bytes
            and time.monotonic() < give_up
        ):
            slice_ms = POLL_SLICE_MS if records else FIRST_SLICE_MS
            records += self._poll(slice_ms, self._max_items - len(records))
        records = self.keep_owned(records)
        self._ledger.take(records)
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
        return self._ledger.keep_owned(records)

    def commit(self, records: Sequence[Record]) -> None:
        """Note that ``records`` are finished, and commit as far as everything before is, too.

        When that fails the old offsets stand until the next commit or ``collect``.
        """
        self._ledger.finish(records)
        self._commit_due()

    def _commit_due(self) -> None:
        due = self._ledger.list_due()
        if not due:
            return
        offsets = {
            TopicPartition(*partition): OffsetAndMetadata(offset, "", -1)
            for partition, offset in due.items()
        }
        try:
            self._consumer.commit(offsets, timeout_ms=COMMIT_TIMEOUT_MS)
        except KafkaError as error:
            log.warning("commit failed, it is tried again", error=type(error).__name__)
        else:
            self._ledger.note_committed(due)

    def partitions(self) -> frozenset[int]:
        """Return the partitions that the group has given this worker; any thread may ask."""
        return frozenset(each.number for each in self._ledger.partitions())

    def close(self) -> None:
        """Leave the group; nothing is committed that was not before."""
        self._consumer.close(autocommit=False, timeout_ms=CLOSE_TIMEOUT_MS)

    def gain(self, partitions: Iterable[TopicPartition]) -> None:
        """Take on what a rebalance brings, paused while the worker waits."""
        came = frozenset(partitions)
        self._ledger.gain(Partition(*each) for each in came)
        self._new |= came
        if self._waiting:
            self._consumer.pause(*came)

    def lose(self, partitions: Iterable[TopicPartition]) -> None:
        """End the claim on partitions that go away, and drop what was read ahead of them."""
        gone = frozenset(partitions)
        self._ledger.lose(Partition(*each) for each in gone)
        self._new -= gone
        self._early = self.keep_owned(self._early)

    def _poll(self, timeout_ms: int, max_records: int) -> list[Record]:
        try:
            polled = self._consumer.poll(timeout_ms=timeout_ms, max_records=max_records)
            keep_joining(self._consumer)
        except (KafkaError, OSError) as error:
            if not getattr(error, "retriable", True):
                raise
            log.warning("kafka broke off, it is asked again", error=type(error).__name__)
            self._begin_anew()
            time.sleep(timeout_ms / 1000)
            return []
        begun = self._new
        for each in sorted(begun):
            self._begin(each)
        return [
            read_record(each, self._ledger.claim(Partition(*partition)))
            for partition, records in polled.items()
            if partition not in begun
            for each in records
        ]

    def _begin_anew(self) -> None:
        """Read every partition from what was committed: a poll that broke off may have read on."""
        owned = [TopicPartition(*each) for each in self._ledger.partitions()]
        self.lose(owned)
        self.gain(owned)

    def _begin(self, partition: TopicPartition) -> None:
        try:
            return_to_committed(self._consumer, partition, COMMITTED_TIMEOUT_MS)
        except KafkaError as error:
            # Nothing is taken from it until that has worked.
            log.warning("no offsets, they are asked for again", error=type(error).__name__)
        else:
            self._new -= {partition}
