"""How far the index stage is, as its group has committed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kafka import TopicPartition
from kafka.errors import KafkaError

from tidings.onlooker import Onlooker
from tidings.settings import KafkaSettings

# Milliseconds where the broker is well; the stage asks again.
ANSWER_WITHIN_MS: Final = 3_000


class IndexProgress:
    """Asks for committed offsets; joins no group and fetches nothing. For one thread."""

    def __init__(self, kafka: KafkaSettings, topic: str, group: str) -> None:
        self._topic = topic
        self._onlooker = Onlooker(
            kafka, group, connect_within_ms=ANSWER_WITHIN_MS, close_within_ms=ANSWER_WITHIN_MS
        )

    def find_committed(self, partitions: Collection[int]) -> dict[int, int]:
        """Return the offset that the index goes on from; nothing while Kafka does not answer."""
        try:
            consumer = self._onlooker.connect()
            return {
                each: consumer.committed(
                    TopicPartition(self._topic, each), timeout_ms=ANSWER_WITHIN_MS
                )
                or 0
                for each in sorted(partitions)
            }
        except (KafkaError, OSError):
            self._onlooker.close()
            return {}

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._onlooker.close()
