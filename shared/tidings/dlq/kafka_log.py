"""The message log on kafka-python. Nothing joins a group and nothing is committed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from tidings.dead_letter import Position
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import LogUnavailableError, NotSent, Outgoing, Stretch
from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES

# A broker that is there answers in milliseconds; somebody sits in front of the command.
BOOTSTRAP_TIMEOUT_MS: Final = 5_000
REQUEST_TIMEOUT_MS: Final = 10_000
# Two requests that got lost.
DELIVERY_TIMEOUT_MS: Final = 2 * REQUEST_TIMEOUT_MS
# The producer's own verdict comes first, unless the broker neither answers nor goes.
ACKNOWLEDGED_WITHIN_S: Final = DELIVERY_TIMEOUT_MS / 1000 + 2
# A request that got lost and one that was answered; then nothing comes any more.
SILENCE_S: Final = 2 * REQUEST_TIMEOUT_MS / 1000
POLL_MS: Final = 500
CLOSE_WITHIN_S: Final = 3.0
TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)


class KafkaLog:
    """Topics on a broker: ``with KafkaLog(settings) as log``; connects at the first call."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._servers = kafka.bootstrap_servers
        self._consumer: Any = None
        self._producer: Any = None

    def __enter__(self) -> KafkaLog:
        return self

    def __exit__(self, *_: object) -> None:
        if self._consumer is not None:
            _close_consumer(self._consumer)
        if self._producer is not None:
            try:
                self._producer.close(timeout=CLOSE_WITHIN_S)
            except KafkaError:
                # close() gives up before it has stopped its thread when the flush takes too long.
                self._producer._sender.force_close()

    def measure(self, topic: str) -> tuple[Stretch, ...]:
        """Return what ``topic`` holds now, a stretch a partition."""
        with self._naming_the_broker():
            if self._consumer is None:
                self._consumer = self._open_consumer()
            partitions = self._consumer.partitions_for_topic(topic)
            places = [TopicPartition(topic, each) for each in sorted(partitions)]
            first = self._consumer.beginning_offsets(places, timeout_ms=REQUEST_TIMEOUT_MS)
            last = self._consumer.end_offsets(places, timeout_ms=REQUEST_TIMEOUT_MS)
        return tuple(Stretch(topic, each.partition, first[each], last[each]) for each in places)

    def read(self, stretch: Stretch) -> Iterator[StoredMessage]:
        """Give the messages of ``stretch``; each reading has a connection of its own."""
        if stretch.start >= stretch.end:
            return
        place = TopicPartition(stretch.topic, stretch.partition)
        with self._naming_the_broker():
            consumer = self._open_consumer()
        try:
            with self._naming_the_broker():
                consumer.assign([place])
                consumer.seek(place, stretch.start)
            following = stretch.start
            while following < stretch.end:
                records, following = self._poll(consumer, place, following)
                for each in records:
                    if each.offset < stretch.end:
                        yield _read_message(each)
        finally:
            _close_consumer(consumer)

    def send(self, messages: Sequence[Outgoing]) -> list[NotSent | None]:
        """Send all, then look at each."""
        if not messages:
            return []
        with self._naming_the_broker():
            if self._producer is None:
                self._producer = self._open_producer()
        pending: list[Any] = []
        for each in messages:
            try:
                pending.append(
                    self._producer.send(
                        each.topic, each.value, each.key, list(each.headers), each.partition
                    )
                )
            except KafkaError as error:
                pending.append(error)
                if not isinstance(error, TOO_LARGE):
                    # Each of the others would wait for the same broker, one after the other.
                    pending += [error] * (len(messages) - len(pending))
                    break
        # For all together: a broker that is frozen lets each of them wait, one after the other.
        give_up = time.monotonic() + ACKNOWLEDGED_WITHIN_S
        return [self._await(each, give_up) for each in pending]

    def _await(
        self,
        sending: Any,  # noqa: ANN401 - a future or an error
        give_up: float,
    ) -> NotSent | None:
        try:
            if isinstance(sending, KafkaError):
                raise sending
            sending.get(timeout=max(0.0, give_up - time.monotonic()))
        except KafkaError as error:
            if isinstance(error, TOO_LARGE):
                return NotSent("larger than its topic takes", is_final=True)
            # The kind alone: kafka-python's words differ from message to message.
            kind = type(error).__name__
            return NotSent(f"Kafka on {self._servers}: not acknowledged ({kind})", is_final=False)
        return None

    def _poll(
        self,
        consumer: Any,  # noqa: ANN401
        place: TopicPartition,
        following: int,
    ) -> tuple[list[Any], int]:
        """Return the next records and the offset behind them, which can rise without any."""
        give_up = time.monotonic() + SILENCE_S
        with self._naming_the_broker():
            while time.monotonic() < give_up:
                records = consumer.poll(timeout_ms=POLL_MS).get(place, [])
                reached = consumer.position(place, timeout_ms=REQUEST_TIMEOUT_MS)
                if reached > following:
                    return records, reached
        raise LogUnavailableError(f"Kafka on {self._servers}: nothing for {SILENCE_S:.0f} s")

    @contextmanager
    def _naming_the_broker(self) -> Iterator[None]:
        try:
            yield
        # ValueError is an address that is none.
        except (KafkaError, OSError, ValueError) as error:
            raise LogUnavailableError(self._describe(error)) from error

    def _describe(self, error: Exception) -> str:
        words = " ".join(str(error).split()) or type(error).__name__
        return f"Kafka on {self._servers}: {words}"

    def _open_consumer(self) -> Any:  # noqa: ANN401 - kafka-python has no types
        return KafkaConsumer(
            **build_connection(self._kafka),
            group_id=None,
            enable_auto_commit=False,
            # What the retention takes away meanwhile is passed over.
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
            fetch_max_bytes=MAX_MESSAGE_BYTES,
            metrics_enabled=False,
        )

    def _open_producer(self) -> Any:  # noqa: ANN401
        return KafkaProducer(
            **build_connection(self._kafka),
            acks="all",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            max_block_ms=DELIVERY_TIMEOUT_MS,
            max_request_size=MAX_MESSAGE_BYTES,
            metrics_enabled=False,
        )


def _close_consumer(consumer: Any) -> None:  # noqa: ANN401
    consumer.close(autocommit=False, timeout_ms=int(CLOSE_WITHIN_S * 1000))


def _read_message(record: Any) -> StoredMessage:  # noqa: ANN401
    at = Position(record.topic, record.partition, record.offset)
    headers = tuple((name, value or b"") for name, value in record.headers)
    return StoredMessage(at, record.key, record.value or b"", headers)
