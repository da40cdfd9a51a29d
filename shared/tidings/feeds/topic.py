"""The records on ``feeds.activity``, read from the first to the last that was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from tidings.dlq.open_letters import measure_topic, read_stretches
from tidings.dlq.ports import MessageLog
from tidings.feeds.record import FeedDay


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """The newest record of each key; ``unreadable`` are of a newer version, or damaged."""

    records: tuple[FeedDay, ...]
    unreadable: int = 0


def read_records(
    log: MessageLog,
    topic: str,
    start: Callable[[int], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
) -> ReadRecords:
    """Return what ``topic`` holds.

    ``start`` is told how many offsets there are, ``advance`` how many more were read. Raises
    MissingTopicError, and LogUnavailableError when the broker gives nothing for 20 s.
    """
    stretches = measure_topic(log, topic)
    start(sum(each.end - each.start for each in stretches))
    # Only the bytes are kept meanwhile: compaction leaves several of a key for an hour.
    newest: dict[bytes, bytes] = {}
    for message in read_stretches(log, stretches, advance):
        newest[message.key or b""] = message.value
    records = []
    for value in newest.values():
        try:
            records.append(FeedDay.from_bytes(value))
        except ValidationError:
            continue
    return ReadRecords(tuple(records), len(newest) - len(records))
