"""A message as it stands on the topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from tidings.dead_letter import Position


class Partition(NamedTuple):
    """One partition of a topic; equal to what kafka-python calls a TopicPartition."""

    topic: str
    number: int


@dataclass(frozen=True, slots=True)
class Record:
    """One message.

    ``claim`` counts how often its partition was taken from this worker before: a record of an
    earlier claim is another worker's now, even when the partition has come back since.
    """

    at: Position
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    claim: int = 0

    @property
    def partition(self) -> Partition:
        """The partition that it stands on."""
        return Partition(self.at.topic, self.at.partition)


def read_record(raw: Any, claim: int) -> Record:  # noqa: ANN401 - kafka-python has no types
    """Return the record that kafka-python gave; ``claim`` is its partition's."""
    at = Position(raw.topic, raw.partition, raw.offset)
    return Record(at, raw.key, raw.value, tuple(raw.headers), claim)


def count_bytes(records: Iterable[Record]) -> int:
    """Return the size of the values together."""
    return sum(len(each.value or b"") for each in records)
