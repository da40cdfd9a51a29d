"""Whether the topics can be written to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kafka import TopicPartition
from kafka.errors import KafkaError

from tidings.onlooker import Onlooker
from tidings.settings import KafkaSettings

# A broker that is well answers in milliseconds.
ANSWER_WITHIN_MS: Final = 3_000


class TopicProbe:
    """Asks the broker about topics, over a connection of its own; reads nothing from them."""

    def __init__(self, kafka: KafkaSettings, topics: Sequence[str]) -> None:
        self._topics = topics
        self._onlooker = Onlooker(
            kafka, connect_within_ms=ANSWER_WITHIN_MS, close_within_ms=ANSWER_WITHIN_MS
        )

    def find_missing(self) -> str | None:
        """Return what is missing before the topics can be written to, None when nothing is."""
        try:
            is_new = not self._onlooker.is_connected
            consumer = self._onlooker.connect()
            if is_new:
                present = consumer.topics()
                missing = [each for each in self._topics if each not in present]
                if missing:
                    self.close()
                    return f"the topic {missing[0]} (tidings provision creates it)"
            # Only the partition's leader can answer this.
            consumer.end_offsets(
                [TopicPartition(each, 0) for each in self._topics], timeout_ms=ANSWER_WITHIN_MS
            )
        except (KafkaError, OSError):
            self.close()
            return "kafka"
        return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._onlooker.close()
