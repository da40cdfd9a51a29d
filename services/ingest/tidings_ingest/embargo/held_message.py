"""What is known of a message on the held topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tidings_ingest.embargo.release_time import read_release_time, read_revision


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """What is kept of a message until its time comes: no text. Times in ms since 1970."""

    partition: int
    offset: int
    key: bytes | None
    revision: int
    release_at: int


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A held message as it stands on the topic."""

    held: HeldMessage
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


def read_stored(raw: Any) -> StoredMessage:  # noqa: ANN401 - kafka-python has no types
    """Return the message that kafka-python gave."""
    headers = tuple(raw.headers)
    held = HeldMessage(
        raw.partition,
        raw.offset,
        raw.key,
        read_revision(headers),
        read_release_time(headers, raw.timestamp),
    )
    return StoredMessage(held, raw.value, headers)
