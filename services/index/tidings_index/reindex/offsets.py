"""Where the topic of tagged articles begins and ends, and how far the index stage has come."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from tidings.dlq.ports import Stretch
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings_index.reindex.landscape import ReindexError

# Offsets are asked for before anything else; a broker that is there answers in milliseconds.
ASK_WITHIN_S: Final = 30.0


class TopicOffsets:
    """Asks Kafka; each question may raise UnavailableError and SpentError."""

    def __init__(self, topics: KafkaTopics, topic: str, group: str) -> None:
        self.topic = topic
        self.group = group
        self._topics = topics

    def measure(self) -> Sequence[Stretch]:
        """Return what the topic holds now; raises ReindexError where there is no such."""
        held = self._topics.measure(self.topic, _make_budget())
        if not held:
            raise ReindexError(f"there is no topic {self.topic}; `tidings provision` creates it")
        return held

    def find_committed(self, held: Sequence[Stretch]) -> dict[int, int | None]:
        """Return the next offset of the stage in each partition of ``held``."""
        budget = _make_budget()
        return {
            each.partition: self._topics.find_committed(
                self.group, self.topic, each.partition, budget
            )
            for each in held
        }


def _make_budget() -> Budget:
    return Budget(time.monotonic, ASK_WITHIN_S, 0)
