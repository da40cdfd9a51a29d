"""Messages at given offsets of a partition, wherever they stand."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

from kafka import TopicPartition
from kafka.errors import KafkaError

from tidings.onlooker import Onlooker
from tidings.settings import KafkaSettings
from tidings_ingest.embargo.held_message import StoredMessage, read_stored

# One fetch. A message that is larger comes alone.
FETCH_BYTES: Final = 1024 * 1024
# Values in memory at once: one fetch, and one message of 16 MiB more at worst.
MOST_BYTES: Final = 4 * FETCH_BYTES
# At 5 KB a message, as many as one fetch brings anyway: to read on is then as cheap as to jump.
READ_ON: Final = 200
MOST_RECORDS: Final = 100
READ_WITHIN_S: Final = 3.0
ANSWER_WITHIN_MS: Final = 3_000
CLOSE_WITHIN_MS: Final = 1_000


class JumpingReader:
    """Reads without a group; connects with the first question and again after an error."""

    def __init__(
        self, kafka: KafkaSettings, topic: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._topic = topic
        self._clock = clock
        self._onlooker = Onlooker(
            kafka,
            connect_within_ms=ANSWER_WITHIN_MS,
            close_within_ms=CLOSE_WITHIN_MS,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_bytes=FETCH_BYTES,
        )

    def fetch(self, partition: int, offsets: Sequence[int]) -> dict[int, StoredMessage | None]:
        """Return messages by their offsets: as many as there is time and memory for.

        None stands for one that the topic has no more. Raises nothing: when Kafka does not answer,
        nothing was read.
        """
        place = TopicPartition(self._topic, partition)
        wanted = deque(sorted(offsets))
        found: dict[int, StoredMessage | None] = {}
        try:
            consumer = self._onlooker.connect()
            if consumer.assignment() != {place}:
                consumer.assign([place])
            self._read(consumer, place, wanted, found)
            if wanted and not found:
                begins_at = consumer.beginning_offsets([place], timeout_ms=ANSWER_WITHIN_MS)[place]
                found |= {each: None for each in wanted if each < begins_at}
        except (KafkaError, OSError):
            self.close()
        return found

    def _read(
        self,
        consumer: Any,  # noqa: ANN401 - kafka-python has no types
        place: TopicPartition,
        wanted: deque[int],
        found: dict[int, StoredMessage | None],
    ) -> None:
        give_up = self._clock() + READ_WITHIN_S
        read_to: int | None = None
        size = 0
        while wanted and size < MOST_BYTES and (left := give_up - self._clock()) > 0:
            if read_to is None or not 0 <= wanted[0] - read_to <= READ_ON:
                read_to = wanted[0]
                consumer.seek(place, read_to)
            polled = consumer.poll(timeout_ms=int(left * 1000), max_records=MOST_RECORDS)
            for each in polled.get(place, ()):
                read_to = each.offset + 1
                if wanted and each.offset > wanted[0]:
                    return  # the one that was asked for may be gone
                if wanted and each.offset == wanted[0]:
                    found[wanted.popleft()] = read_stored(each)
                    size += len(each.value or b"")

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._onlooker.close()
