"""Messages of one article on a topic: found by its key, or at a position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kafka.partitioner.default import murmur2

from tidings.dead_letter import Position
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import Stretch
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.ports import Topics


def find_partition(stretches: tuple[Stretch, ...], key: bytes) -> Stretch | None:
    """Return the partition of a key, as the producers choose it; None when there is no topic.

    Where a topic was given more partitions, what was written before may be in another one.
    """
    if not stretches:
        return None
    # The sign goes, as in Kafka's own partitioner.
    number: int = murmur2(key) & 0x7FFFFFFF
    return stretches[number % len(stretches)]


def read_key(
    topics: Topics, stretch: Stretch, key: bytes, budget: Budget
) -> Iterator[StoredMessage]:
    """Give the messages of ``stretch`` that have this key."""
    if stretch.start < stretch.end:
        yield from (each for each in topics.read(stretch, budget) if each.key == key)


def read_at(topics: Topics, at: Position, budget: Budget) -> StoredMessage | None:
    """Return the message at ``at``, None when the topic does not hold it, or no more."""
    for each in topics.measure(at.topic, budget):
        if each.partition == at.partition and each.start <= at.offset < each.end:
            only = replace(each, start=at.offset, end=at.offset + 1)
            return next(iter(topics.read(only, budget)), None)
    return None
