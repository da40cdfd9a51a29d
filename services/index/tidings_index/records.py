"""A message as it stands on the topic, and how far a set of them lets the group commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tidings.dead_letter import Position


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


def read_record(raw: Any, claim: int) -> Record:  # noqa: ANN401 - kafka-python has no types
    """Return the record that kafka-python gave; ``claim`` is its partition's."""
    at = Position(raw.topic, raw.partition, raw.offset)
    return Record(at, raw.key, raw.value, tuple(raw.headers), claim)


def count_bytes(records: Iterable[Record]) -> int:
    """Return the size of the values together."""
    return sum(len(each.value or b"") for each in records)


def next_offsets(records: Iterable[Record]) -> dict[tuple[str, int], int]:
    """Return the offset to commit for each topic and partition: one past the highest."""
    following: dict[tuple[str, int], int] = {}
    for each in records:
        partition = (each.at.topic, each.at.partition)
        following[partition] = max(each.at.offset + 1, following.get(partition, 0))
    return following
