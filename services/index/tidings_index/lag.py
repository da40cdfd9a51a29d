"""How far the group is behind, asked of Kafka itself and not of the consumer that does the work.

A consumer that hangs believes that there is nothing to do; its own figures would call it idle.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from kafka import TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError

from tidings.onlooker import Onlooker
from tidings.settings import KafkaSettings

# Both questions are answered in milliseconds by a broker that is well.
ANSWER_WITHIN_MS = 5_000
# A broker sends one batch of messages whatever the limit is, and one is enough to be dated.
DATED_BYTES = 1


class LagProbe:
    """Asks for end offsets and committed offsets, and for one message of each partition behind.

    It joins no group.
    """

    def __init__(self, kafka: KafkaSettings, topic: str, group: str) -> None:
        self._topic = topic
        self._onlooker = Onlooker(
            kafka,
            group,
            connect_within_ms=ANSWER_WITHIN_MS,
            close_within_ms=ANSWER_WITHIN_MS,
            max_partition_fetch_bytes=DATED_BYTES,
        )
        self._next: dict[TopicPartition, int] = {}
        self._dated: dict[TopicPartition, tuple[int, datetime]] = {}

    def measure(self, partitions: Collection[int]) -> dict[int, int] | None:
        """Return the messages behind the committed offset; None when Kafka does not answer."""
        places = [TopicPartition(self._topic, each) for each in sorted(partitions)]
        try:
            consumer = self._onlooker.connect()
            starts = consumer.beginning_offsets(places, timeout_ms=ANSWER_WITHIN_MS)
            ends = consumer.end_offsets(places, timeout_ms=ANSWER_WITHIN_MS)
            done = {
                each: consumer.committed(each, timeout_ms=ANSWER_WITHIN_MS) or 0 for each in places
            }
        except (KafkaError, OSError):
            self._onlooker.close()
            return None
        # Retention may have removed what was never read.
        first = {each: max(done[each], starts[each]) for each in places}
        self._next = {each: offset for each, offset in first.items() if offset < ends[each]}
        return {each.partition: ends[each] - first[each] for each in places}

    def date_oldest(self) -> datetime | None:
        """Return when the oldest message came to the topic that was behind when last measured.

        None when there was none, or Kafka does not answer. What stands still is asked for once.
        """
        try:
            self._dated = {
                place: self._dated[place]
                if self._dated.get(place, (-1,))[0] == offset
                else (offset, self._date(place, offset))
                for place, offset in self._next.items()
            }
        except (KafkaError, OSError):
            self._onlooker.close()
            return None
        return min((at for _, at in self._dated.values()), default=None)

    def _date(self, place: TopicPartition, offset: int) -> datetime:
        consumer = self._onlooker.connect()
        consumer.assign([place])
        consumer.seek(place, offset)
        try:
            found = consumer.poll(timeout_ms=ANSWER_WITHIN_MS, max_records=1).get(place, [])
        finally:
            consumer.unsubscribe()
        if not found:
            raise KafkaTimeoutError(f"no message at {place.partition}:{offset}")
        return datetime.fromtimestamp(found[0].timestamp / 1000, UTC)

    def is_topic_there(self, topic: str) -> bool | None:
        """Return whether a topic exists; None when Kafka does not answer."""
        try:
            return topic in self._onlooker.connect().topics()
        except (KafkaError, OSError):
            self._onlooker.close()
            return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._onlooker.close()
