"""A message that no retry can help: its original bytes, and in the headers why, where and when.

The value and the key stay as they were, so that a replay is a copy back to the topic it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from tidings.outcome import Reject
from tidings.topics import MOST_VALUE_BYTES

Reason = Literal[
    "undecodable",
    "unknown_schema",
    "invalid",
    "too_large",
    "mapping",
    "tagger_failed",
    "undeliverable",
]
REASONS: tuple[Reason, ...] = (
    "undecodable",
    "unknown_schema",
    "invalid",
    "too_large",
    "mapping",
    "tagger_failed",
    "undeliverable",
)
PREFIX = "tidings-"
# How often a letter was replayed; it goes along with the copy and comes back if that fails too.
TRIES = f"{PREFIX}tries"
# The position of the letter whose message a person changed; it stays on whatever becomes of it.
EDITED_FROM = f"{PREFIX}edited-from"
# What goes along with a message from letter to letter.
LASTING = (TRIES, EDITED_FROM)
# The size of a value that was left out.
LEFT_OUT = f"{PREFIX}value-bytes"
# A detail is for people; an error of Elasticsearch can quote the whole document.
MAX_DETAIL_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Position:
    """Where a message stands: topic, partition, offset."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One rejected message as it is written to a ``.dlq`` topic."""

    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def write_dead_letter(  # noqa: PLR0913 - one argument for each part of the record
    stage: str,
    rejected: Reject,
    at: Position,
    *,
    key: bytes | None,
    value: bytes,
    failed_at: datetime,
    headers: tuple[tuple[str, bytes], ...] = (),
) -> DeadLetter:
    """Return the dead letter for ``value``.

    Headers of an earlier rejection are replaced; the count of replays stays, and from which letter
    the message was edited.
    """
    why = {
        "stage": stage,
        "reason": rejected.reason,
        "detail": rejected.detail[:MAX_DETAIL_CHARACTERS],
        "topic": at.topic,
        "partition": str(at.partition),
        "offset": str(at.offset),
        "failed-at": failed_at.isoformat(),
    }
    kept = tuple(pair for pair in headers if pair[0] in LASTING or not pair[0].startswith(PREFIX))
    added = tuple(
        (PREFIX + name, text.encode("utf-8", "backslashreplace")) for name, text in why.items()
    )
    return DeadLetter(key, value, kept + added)


def fit_letter(letter: DeadLetter) -> DeadLetter:
    """Return ``letter``, its value left out where a copy with headers is larger than a message.

    Its position in the headers says where the original stands for as long as the topic keeps it.
    """
    if len(letter.value) <= MOST_VALUE_BYTES:
        return letter
    left_out = (LEFT_OUT, str(len(letter.value)).encode("ascii"))
    return replace(letter, value=b"", headers=(*letter.headers, left_out))
