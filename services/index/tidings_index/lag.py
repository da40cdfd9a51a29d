"""How far the group is behind, asked of Kafka itself and not of the consumer that does the work.

A consumer that hangs believes that there is nothing to do; its own figures would call it idle.
"""

from __future__ import annotations

from collections.abc import Collection

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

# Both questions are answered in milliseconds by a broker that is well.
ANSWER_WITHIN_MS = 5_000


class LagProbe:
    """Asks for end offsets and committed offsets; joins no group and fetches nothing."""

    def __init__(self, bootstrap_servers: str, topic: str, group: str) -> None:
        self._servers = bootstrap_servers.split(",")
        self._topic = topic
        self._group = group
        self._consumer: KafkaConsumer | None = None

    def measure(self, partitions: Collection[int]) -> dict[int, int] | None:
        """Return the messages behind the committed offset; None when Kafka does not answer."""
        places = [TopicPartition(self._topic, each) for each in sorted(partitions)]
        try:
            consumer = self._connect()
            starts = consumer.beginning_offsets(places, timeout_ms=ANSWER_WITHIN_MS)
            ends = consumer.end_offsets(places, timeout_ms=ANSWER_WITHIN_MS)
            done = {
                each: consumer.committed(each, timeout_ms=ANSWER_WITHIN_MS) or 0 for each in places
            }
        except (KafkaError, OSError):
            self.close()
            return None
        # Retention may have removed what was never read.
        return {each.partition: ends[each] - max(done[each], starts[each]) for each in places}

    def is_topic_there(self) -> bool | None:
        """Return whether the topic exists; None when Kafka does not answer."""
        try:
            return self._topic in self._connect().topics()
        except (KafkaError, OSError):
            self.close()
            return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close(autocommit=False, timeout_ms=ANSWER_WITHIN_MS)

    def _connect(self) -> KafkaConsumer:
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                bootstrap_servers=self._servers,
                group_id=self._group,
                enable_auto_commit=False,
                allow_auto_create_topics=False,
                bootstrap_timeout_ms=ANSWER_WITHIN_MS,
            )
        return self._consumer
