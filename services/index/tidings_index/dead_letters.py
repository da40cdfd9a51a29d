"""Write dead letters, each acknowledged by all replicas before anything is committed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kafka import KafkaProducer

from tidings.dead_letter import DeadLetter, fit_letter
from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES

# An idempotent producer retries by itself within this; then the worker stops without a commit
# and its successor meets the same message again.
DELIVERY_TIMEOUT_MS: Final = 30_000
REQUEST_TIMEOUT_MS: Final = 10_000
CLOSE_TIMEOUT_S: Final = 5


class KafkaDeadLetterBox:
    """The box on a ``.dlq`` topic."""

    def __init__(self, kafka: KafkaSettings, topic: str) -> None:
        self._topic = topic
        self._producer = KafkaProducer(
            **build_connection(kafka),
            acks="all",
            allow_auto_create_topics=False,
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            max_block_ms=DELIVERY_TIMEOUT_MS,
            max_request_size=MAX_MESSAGE_BYTES,
        )

    def put(self, letters: Sequence[DeadLetter]) -> None:
        """Send all, then look at each; raises kafka.errors.KafkaError."""
        sent = [
            self._producer.send(self._topic, each.value, each.key, list(each.headers))
            for each in map(fit_letter, letters)
        ]
        for future in sent:
            future.get(timeout=DELIVERY_TIMEOUT_MS / 1000)

    def close(self) -> None:
        """Close the connection; everything put was acknowledged already."""
        self._producer.close(timeout=CLOSE_TIMEOUT_S)
