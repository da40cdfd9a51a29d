"""How far the index stage is, as its group has committed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings

# Milliseconds where the broker is well; the stage asks again.
ANSWER_WITHIN_MS: Final = 3_000


class IndexProgress:
    """Asks for committed offsets; joins no group and fetches nothing. For one thread."""

    def __init__(self, kafka: KafkaSettings, topic: str, group: str) -> None:
        self._kafka = kafka
        self._topic = topic
        self._group = group
        self._consumer: KafkaConsumer | None = None

    def find_committed(self, partitions: Collection[int]) -> dict[int, int]:
        """Return the offset that the index goes on from; nothing while Kafka does not answer."""
        try:
            consumer = self._connect()
            return {
                each: consumer.committed(
                    TopicPartition(self._topic, each), timeout_ms=ANSWER_WITHIN_MS
                )
                or 0
                for each in sorted(partitions)
            }
        except (KafkaError, OSError):
            self.close()
            return {}

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close(autocommit=False, timeout_ms=ANSWER_WITHIN_MS)

    def _connect(self) -> KafkaConsumer:
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                **build_connection(self._kafka),
                group_id=self._group,
                enable_auto_commit=False,
                allow_auto_create_topics=False,
                bootstrap_timeout_ms=ANSWER_WITHIN_MS,
                metrics_enabled=False,
            )
        return self._consumer
