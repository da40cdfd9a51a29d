"""The held topic on kafka-python: a member of the group that goes forward, a reader that jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import structlog
from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaError

from tidings.group_consumer import keep_joining, open_group_consumer, return_to_committed
from tidings.settings import KafkaSettings
from tidings_ingest.embargo.held_message import HeldMessage, StoredMessage, read_stored
from tidings_ingest.embargo.held_offsets import Mark, read_mark
from tidings_ingest.embargo.jumping_reader import JumpingReader
from tidings_ingest.embargo.ports import Claim, HeldTopicError

# Read ahead and then thrown away but for the headers: two of these at most are in memory.
FETCH_BYTES: Final = 1024 * 1024
MOST_RECORDS: Final = 500
# All three are answered in milliseconds by a broker that is well. Together with a copy, which takes
# 10 s at most, they stay under the 18 s after which a stop is enforced.
ANSWER_WITHIN_MS: Final = 3_000
CLOSE_WITHIN_MS: Final = 2_000
log = structlog.get_logger()


class KafkaHeldTopic:
    """A member of ``group``. Raises HeldTopicError when Kafka does not answer or has no topic."""

    def __init__(self, kafka: KafkaSettings, topic: str, group: str) -> None:
        self._topic = topic
        self._owned: frozenset[int] = frozenset()
        self._losses: Counter[int] = Counter()
        self._reader = JumpingReader(kafka, topic)
        try:
            self._member = open_group_consumer(
                kafka,
                group,
                max_records=MOST_RECORDS,
                fetch_bytes=FETCH_BYTES,
                connect_within_ms=ANSWER_WITHIN_MS,
            )
        except (KafkaError, OSError) as error:
            raise HeldTopicError("kafka does not answer") from error
        try:
            # One that is created later would be noticed after five minutes.
            is_there = topic in self._member.topics()
        except (KafkaError, OSError) as error:
            self._close_member()
            raise HeldTopicError("kafka does not answer") from error
        if not is_there:
            self._close_member()
            raise HeldTopicError(f"the topic {topic} is missing")
        self._member.subscribe([topic], listener=_Rebalance(self))

    def collect(self, wait_s: float, *, is_full: bool) -> list[HeldMessage]:
        """Return the next messages, after ``wait_s`` none; while ``is_full`` only stay a member."""
        assigned = self._member.assignment()
        if is_full:
            self._member.pause(*assigned)
        try:
            polled = self._member.poll(timeout_ms=int(wait_s * 1000), max_records=MOST_RECORDS)
            keep_joining(self._member)
        except (KafkaError, OSError) as error:
            raise HeldTopicError(f"the group is lost: {type(error).__name__}") from error
        finally:
            if is_full:
                self._member.resume(*(assigned & self._member.assignment()))
        return [read_stored(each).held for records in polled.values() for each in records]

    def claims(self) -> frozenset[Claim]:
        """Return the partitions that were this member's when the last ``collect`` ended."""
        return frozenset(Claim(each, self._losses[each]) for each in self._owned)

    def begin(self, partition: int) -> Mark:
        """Return what was committed last, and go on from there."""
        place = TopicPartition(self._topic, partition)
        try:
            found = return_to_committed(self._member, place, ANSWER_WITHIN_MS)
        except (KafkaError, OSError) as error:
            raise HeldTopicError(f"no offsets: {type(error).__name__}") from error
        return Mark(0, 0, 0) if found is None else read_mark(found.offset, found.metadata or "")

    def fetch(self, partition: int, offsets: Sequence[int]) -> dict[int, StoredMessage | None]:
        """Return some of the messages at these offsets, None for one that is there no more."""
        return self._reader.fetch(partition, offsets)

    def commit(self, marks: Mapping[int, Mark]) -> bool:
        """Commit the mark of each partition; False when that did not work."""
        offsets = {
            TopicPartition(self._topic, each): OffsetAndMetadata(
                mark.offset, mark.to_metadata(), -1
            )
            for each, mark in marks.items()
        }
        try:
            self._member.commit(offsets, timeout_ms=ANSWER_WITHIN_MS)
        except (KafkaError, OSError) as error:
            # After a rebalance the partitions are somebody else's, and the next collect tells.
            log.warning("commit failed, it is tried again", error=type(error).__name__)
            return False
        return True

    def close(self) -> None:
        """Leave the group."""
        self._reader.close()
        self._close_member()

    def _close_member(self) -> None:
        self._member.close(autocommit=False, timeout_ms=CLOSE_WITHIN_MS)

    def gain(self, partitions: Iterable[TopicPartition]) -> None:
        """Take on what a rebalance brings."""
        self._owned |= {each.partition for each in partitions}

    def lose(self, partitions: Iterable[TopicPartition]) -> None:
        """End the claim on partitions that go away."""
        gone = {each.partition for each in partitions}
        self._owned -= gone
        self._losses.update(gone)


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc] # kafka-python has no types
    def __init__(self, topic: KafkaHeldTopic) -> None:
        self._topic = topic

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._topic.lose(revoked)

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        self._topic.lose(lost)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._topic.gain(assigned)
