"""The topics on kafka-python, over connections that live as long as the process asks.

Nothing joins a group and nothing is committed. Whatever goes wrong, the connections are thrown
away, and the next question makes new ones. For one thread.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError

from tidings.dead_letter import Position
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import Stretch
from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.whereabouts.budget import Budget, SpentError
from tidings.whereabouts.ports import UnavailableError

SERVER: Final = "Kafka"
# Beyond every patience: a request that is given up is still on its way.
REQUEST_TIMEOUT_MS: Final = 3_000
# Everything that is read is there already, so that a fetch never has to wait for more. The one
# that is sent ahead at the end of a stretch is in the way of the next for this long.
FETCH_WAIT_MS: Final = 20
# Kafka sends at least one message whatever its size; other than that, this is all that is held.
FETCH_BYTES: Final = 1024 * 1024
# Longer than this the broker is not only slow.
PATIENCE_MS: Final = 1_000
# A tenth of it.
POLL_MS: Final = 100
# A broker that is back is found within a second; the default backs off to 30 s.
RECONNECT_BACKOFF_MAX_MS: Final = 1_000
CLOSE_WITHIN_MS: Final = 1_000


class KafkaTopics:
    """Reads topics; connects at the first question."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._servers = kafka.bootstrap_servers
        self._consumers: dict[str | None, Any] = {}

    def close(self) -> None:
        """Close the connections; the next question opens others."""
        consumers, self._consumers = self._consumers, {}
        for each in consumers.values():
            each.close(autocommit=False, timeout_ms=CLOSE_WITHIN_MS)

    def measure(self, topic: str, budget: Budget) -> tuple[Stretch, ...]:
        """Return what ``topic`` holds now, a stretch a partition."""
        with self._asking(None, budget) as consumer:
            partitions = consumer.partitions_for_topic(topic)
            places = [TopicPartition(topic, each) for each in sorted(partitions)]
            if not places:
                return ()
            first = consumer.beginning_offsets(places, timeout_ms=_limit(budget))
            last = consumer.end_offsets(places, timeout_ms=_limit(budget))
        return tuple(Stretch(topic, each.partition, first[each], last[each]) for each in places)

    def find_committed(self, group: str, topic: str, partition: int, budget: Budget) -> int | None:
        """Return the offset that ``group`` goes on from, None when it never committed one."""
        with self._asking(group, budget) as consumer:
            place = TopicPartition(topic, partition)
            committed: int | None = consumer.committed(place, timeout_ms=_limit(budget))
        return committed

    def read(self, stretch: Stretch, budget: Budget) -> Iterator[StoredMessage]:
        """Give the messages of ``stretch``; one reading at a time."""
        place = TopicPartition(stretch.topic, stretch.partition)
        with self._asking(None, budget) as consumer:
            consumer.assign([place])
            consumer.seek(place, stretch.start)
        following = stretch.start
        while following < stretch.end:
            records, following = self._poll(place, following, budget)
            for each in records:
                if each.offset < stretch.end:
                    budget.count_message()
                    yield _read_message(each)

    def _poll(self, place: TopicPartition, following: int, budget: Budget) -> tuple[list[Any], int]:
        """Return the next records and the offset behind them, which can rise without any."""
        give_up = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < give_up:
            with self._asking(None, budget) as consumer:
                timeout_ms = min(POLL_MS, budget.left_ms())
                records = consumer.poll(timeout_ms=timeout_ms).get(place, [])
                reached = consumer.position(place, timeout_ms=_limit(budget))
            if reached is not None and reached > following:
                return records, reached
        self.close()
        raise UnavailableError(SERVER, f"on {self._servers}: nothing for {PATIENCE_MS} ms")

    @contextmanager
    def _asking(self, group: str | None, budget: Budget) -> Iterator[Any]:
        is_hurried = budget.left_ms() < PATIENCE_MS
        try:
            if group not in self._consumers:
                self._consumers[group] = self._open(group, budget)
            yield self._consumers[group]
        except KafkaTimeoutError as error:
            if is_hurried:
                raise SpentError("there was no time left for all that had to be asked") from error
            self.close()
            raise UnavailableError(SERVER, f"on {self._servers}: no answer in time") from error
        # ValueError is an address that is none.
        except (KafkaError, OSError, ValueError) as error:
            self.close()
            words = " ".join(str(error).split()) or type(error).__name__
            raise UnavailableError(SERVER, f"on {self._servers}: {words}") from error

    def _open(self, group: str | None, budget: Budget) -> Any:  # noqa: ANN401 - no types
        return KafkaConsumer(
            **build_connection(self._kafka),
            group_id=group,
            enable_auto_commit=False,
            # What the retention takes away meanwhile is passed over.
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=budget.left_ms(),
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            reconnect_backoff_max_ms=RECONNECT_BACKOFF_MAX_MS,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            fetch_max_bytes=FETCH_BYTES,
            max_partition_fetch_bytes=FETCH_BYTES,
            metrics_enabled=False,
        )


def _limit(budget: Budget) -> int:
    return min(PATIENCE_MS, budget.left_ms())


def _read_message(record: Any) -> StoredMessage:  # noqa: ANN401
    return StoredMessage(
        Position(record.topic, record.partition, record.offset),
        record.key,
        record.value or b"",
        tuple((name, value or b"") for name, value in record.headers),
        datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
