"""A connection to Kafka for questions: it is no member of any group, and commits nothing."""

from __future__ import annotations

from typing import Any

from kafka import KafkaConsumer

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings


class Onlooker:
    """Opened by the first question, and anew by the next one after ``close``. For one thread.

    ``group`` is whose committed offsets are asked for. ``options`` are kafka-python's.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        group: str | None = None,
        *,
        connect_within_ms: int,
        close_within_ms: int,
        **options: object,
    ) -> None:
        self._kafka = kafka
        self._group = group
        self._connect_within_ms = connect_within_ms
        self._close_within_ms = close_within_ms
        self._options = options
        self._consumer: Any = None  # kafka-python has no types

    @property
    def is_connected(self) -> bool:
        """Whether a connection is open."""
        return self._consumer is not None

    def connect(self) -> Any:  # noqa: ANN401
        """Return the consumer; raises kafka.errors.KafkaError or OSError when no broker answers."""
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                **build_connection(self._kafka),
                group_id=self._group,
                enable_auto_commit=False,
                allow_auto_create_topics=False,
                bootstrap_timeout_ms=self._connect_within_ms,
                metrics_enabled=False,
                **self._options,
            )
        return self._consumer

    def close(self) -> None:
        """Close the connection, as after every error: what is left of it is not to be trusted."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close(autocommit=False, timeout_ms=self._close_within_ms)
