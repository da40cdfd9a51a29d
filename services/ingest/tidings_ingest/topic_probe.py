"""Whether the topics can be written to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings

# A broker that is well answers in milliseconds.
ANSWER_WITHIN_MS: Final = 3_000


class TopicProbe:
    """Asks the broker about topics, over a connection of its own; reads nothing from them."""

    def __init__(self, kafka: KafkaSettings, topics: Sequence[str]) -> None:
        self._kafka = kafka
        self._topics = topics
        self._consumer: Any = None

    def find_missing(self) -> str | None:
        """Return what is missing before the topics can be written to, None when nothing is."""
        try:
            if self._consumer is None:
                self._consumer = KafkaConsumer(
                    **build_connection(self._kafka),
                    group_id=None,
                    enable_auto_commit=False,
                    allow_auto_create_topics=False,
                    bootstrap_timeout_ms=ANSWER_WITHIN_MS,
                    metrics_enabled=False,
                )
                present = self._consumer.topics()
                missing = [each for each in self._topics if each not in present]
                if missing:
                    self.close()
                    return f"the topic {missing[0]} (tidings provision creates it)"
            # Only the partition's leader can answer this.
            self._consumer.end_offsets(
                [TopicPartition(each, 0) for each in self._topics], timeout_ms=ANSWER_WITHIN_MS
            )
        except (KafkaError, OSError):
            self.close()
            return "kafka"
        return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close(autocommit=False, timeout_ms=ANSWER_WITHIN_MS)
