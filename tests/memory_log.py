"""Topics in memory that behave as the real ones do for ``tidings.dlq``: they only grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tidings.dead_letter import Position, write_dead_letter
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import NotSent, Stretch
from tidings.outcome import Reject

FAILED_AT = datetime(2031, 5, 4, 12, tzinfo=UTC)
RAW = "articles.raw"
DEAD = "articles.raw.dlq"


@dataclass
class MemoryLog:
    """``refuse`` says of an outgoing message why it is not taken; ``first`` is what retention left.

    ``readings`` counts the messages that were read, by topic.
    """

    topics: dict[str, list[list[StoredMessage]]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    refuse: object = lambda message: None
    readings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    batches: list[int] = field(default_factory=list)

    def create(self, topic, partitions=1):
        self.topics[topic] = [[] for _ in range(partitions)]
        return self

    def append(self, topic, value=b"", *, key=None, headers=(), partition=0):
        messages = self.topics[topic][partition]
        at = Position(topic, partition, len(messages))
        messages.append(StoredMessage(at, key, value, tuple(headers)))
        return at

    def measure(self, topic):
        first = self.first.get(topic, 0)
        return tuple(
            Stretch(topic, number, min(first, len(messages)), len(messages))
            for number, messages in enumerate(self.topics.get(topic, []))
        )

    def read(self, stretch):
        messages = self.topics[stretch.topic][stretch.partition]
        for each in messages[max(stretch.start, self.first.get(stretch.topic, 0)) : stretch.end]:
            self.readings[stretch.topic] += 1
            yield each

    def send(self, messages):
        self.batches.append(len(messages))
        return [self._send(each) for each in messages]

    def _send(self, message):
        why = self.refuse(message)
        if isinstance(why, NotSent):
            return why
        self.append(
            message.topic,
            message.value,
            key=message.key,
            headers=message.headers,
            partition=message.partition or 0,
        )
        return None

    def reject(self, value=b"{", *, partition=0, reason="invalid", stage="enrich", **changed):
        """Write a dead letter; return its position."""
        letter = write_dead_letter(
            stage,
            Reject(reason, changed.pop("detail", "why")),
            changed.pop("origin", Position(RAW, 0, 42)),
            **{"key": b"k", "value": value, "failed_at": FAILED_AT} | changed,
        )
        return self.append(
            DEAD, letter.value, key=letter.key, headers=letter.headers, partition=partition
        )


def make_log(partitions=1):
    """Return a log with a topic and its dead letters."""
    return MemoryLog().create(RAW).create(DEAD, partitions)
