"""The topic of deliveries on kafka-python: read by every worker from its start, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings

# One message is at most 16 KB, so this is a fetch of 60 and more.
FETCH_BYTES: Final = 1024 * 1024
MOST_RECORDS: Final = 500
ANSWER_WITHIN_MS: Final = 5_000
# An idempotent producer retries by itself within this; then whoever writes tries again later.
DELIVERY_TIMEOUT_MS: Final = 10_000
REQUEST_TIMEOUT_MS: Final = 5_000
CLOSE_WITHIN_MS: Final = 2_000
# A broker that is back is found within a second; the default backs off to 30 s.
RECONNECT_BACKOFF_MAX_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes to the topic; without a value it takes away what its key stood for."""

    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A message as it stands on the topic."""

    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class DeliveryTopic:
    """``read`` is for one thread, ``write`` for any. Both raise kafka.errors.KafkaError."""

    def __init__(self, kafka: KafkaSettings, topic: str) -> None:
        self.name = topic
        self.is_read = False
        """Whether it was read up to where it ended when this was made."""
        self._place = TopicPartition(topic, 0)
        self._consumer = KafkaConsumer(
            **build_connection(kafka),
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=ANSWER_WITHIN_MS,
            max_poll_records=MOST_RECORDS,
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_bytes=FETCH_BYTES,
            reconnect_backoff_max_ms=RECONNECT_BACKOFF_MAX_MS,
        )
        self._producer = KafkaProducer(
            **build_connection(kafka),
            acks="all",
            allow_auto_create_topics=False,
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            max_block_ms=DELIVERY_TIMEOUT_MS,
        )
        self._consumer.assign([self._place])
        self._consumer.seek_to_beginning(self._place)
        self._end = self._measure_end()

    def read(self, wait_s: float) -> list[Read]:
        """Return what comes next, after ``wait_s`` nothing."""
        polled = self._consumer.poll(timeout_ms=int(wait_s * 1000), max_records=MOST_RECORDS)
        found = [_read(each) for each in polled.get(self._place, ())]
        if not self.is_read:
            reached = self._consumer.position(self._place, timeout_ms=ANSWER_WITHIN_MS)
            self.is_read = reached is not None and reached >= self._end
        return found

    def write(self, messages: Sequence[Written]) -> list[int]:
        """Return the offsets once all replicas have every one of ``messages``."""
        sent = [
            self._producer.send(self.name, each.value, each.key, list(each.headers), partition=0)
            for each in messages
        ]
        return [each.get(timeout=DELIVERY_TIMEOUT_MS / 1000).offset for each in sent]

    def close(self) -> None:
        """Close the connections; what was written was acknowledged already."""
        self._producer.close(timeout=CLOSE_WITHIN_MS / 1000)
        self._consumer.close(autocommit=False, timeout_ms=CLOSE_WITHIN_MS)

    def _measure_end(self) -> int:
        ends = self._consumer.end_offsets([self._place], timeout_ms=ANSWER_WITHIN_MS)
        return int(ends[self._place])


def _read(raw: Any) -> Read:  # noqa: ANN401 - kafka-python has no types
    return Read(raw.offset, raw.key, raw.value, tuple(raw.headers))
