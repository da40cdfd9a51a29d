"""Whether the topics can be written to, asked every other second for /readyz."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from tidings.liveness import Liveness
from tidings.settings import KafkaSettings

LOOK_EVERY_S: Final = 2.0
# A broker that is well answers in milliseconds.
ANSWER_WITHIN_MS: Final = 3_000


class TopicProbe:
    """Asks the broker about topics, over a connection of its own; reads nothing from them."""

    def __init__(self, kafka: KafkaSettings, topics: Sequence[str]) -> None:
        self._servers = kafka.bootstrap_servers.split(",")
        self._topics = topics
        self._consumer: Any = None

    def find_missing(self) -> str | None:
        """Return what is missing before the topics can be written to, None when nothing is."""
        try:
            if self._consumer is None:
                self._consumer = KafkaConsumer(
                    bootstrap_servers=self._servers,
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


class TopicWatch:
    """Tells the liveness what ``find_missing`` returns, from a thread of its own."""

    def __init__(self, find_missing: Callable[[], str | None], liveness: Liveness) -> None:
        self._find_missing = find_missing
        self._liveness = liveness
        self._ended = threading.Event()

    def __enter__(self) -> TopicWatch:
        threading.Thread(target=self._run, name="topic-watch", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._liveness.waits_for("its end")

    def look(self) -> None:
        """Look once."""
        missing = self._find_missing()
        if self._ended.is_set():
            return
        if missing is None:
            self._liveness.is_ready()
        else:
            self._liveness.waits_for(missing)

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(LOOK_EVERY_S)
