"""A dead letter as it stands on its topic, read back into what people ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from tidings.dead_letter import EDITED_FROM, LEFT_OUT, PREFIX, TRIES, Position

Headers = tuple[tuple[str, bytes], ...]
# What stands where a header is missing or a value cannot be read.
UNKNOWN: Final = "unknown"
# A name is for a column of a table; a hostile one could be the whole article.
MOST_NAME_CHARACTERS: Final = 200
# Offsets and counts of Kafka have at most 19 digits; int() of a million digits takes seconds.
MOST_DIGITS: Final = 19


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message of a topic: what Kafka keeps of it; ``written_at`` is the broker's clock."""

    at: Position
    key: bytes | None
    value: bytes
    headers: Headers = ()
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter; ``at`` is its place among the dead letters, ``origin`` where it came from.

    ``headers`` are those of others, which a replay keeps. ``left_out_bytes`` is the size of a
    value that was too large to come along. ``edited_from`` is the position of the letter that its
    message was before somebody changed it, as its header has it. Source, feed and headline are None
    where the value does not tell them.
    """

    at: Position
    stage: str
    reason: str
    detail: str
    origin: Position | None
    failed_at: datetime | None
    tries: int
    key: bytes | None
    value: bytes
    left_out_bytes: int | None
    headers: Headers
    edited_from: str | None = None
    source: str | None = None
    feed: str | None = None
    headline: str | None = None

    @property
    def id(self) -> str:
        """The key as text, which is the article's id; empty where there is none."""
        return (self.key or b"").decode("utf-8", "backslashreplace")

    @property
    def size(self) -> int:
        """Bytes of the original value, also where it was left out."""
        return len(self.value) if self.left_out_bytes is None else self.left_out_bytes


def read_letter(message: StoredMessage) -> Letter:
    """Return the letter; what its headers or its value do not tell is ``unknown`` or None."""
    told = {
        name.removeprefix(PREFIX): (raw or b"").decode("utf-8", "replace")
        for name, raw in message.headers
        if name.startswith(PREFIX)
    }
    article = _find_article(message.value)
    return Letter(
        at=message.at,
        stage=told.get("stage") or UNKNOWN,
        reason=told.get("reason") or UNKNOWN,
        detail=told.get("detail", ""),
        origin=_read_origin(told),
        failed_at=_read_moment(told.get("failed-at", "")),
        tries=read_number(told.get(TRIES.removeprefix(PREFIX), "")) or 0,
        key=message.key,
        value=message.value,
        left_out_bytes=read_number(told.get(LEFT_OUT.removeprefix(PREFIX), "")),
        headers=tuple(pair for pair in message.headers if not pair[0].startswith(PREFIX)),
        edited_from=read_edited_from(message.headers),
        source=_read_name(article, "source"),
        feed=_read_name(article, "feed"),
        headline=_read_name(article, "headline"),
    )


def read_edited_from(headers: Headers) -> str | None:
    """Return the position of the letter that a message was before it was edited, as it is told."""
    told = dict(headers).get(EDITED_FROM) or b""
    return told.decode("utf-8", "replace")[:MOST_NAME_CHARACTERS] or None


def read_number(text: str) -> int | None:
    """Return a whole number of zero or more in ASCII digits, None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def _read_origin(told: Mapping[str, str]) -> Position | None:
    topic = told.get("topic", "")
    partition, offset = (read_number(told.get(name, "")) for name in ("partition", "offset"))
    if not topic or partition is None or offset is None:
        return None
    return Position(topic, partition, offset)


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _find_article(value: bytes) -> Mapping[str, Any]:
    """Return the fields of the article; a tagged one holds it under ``article``."""
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(fields, dict):
        return {}
    inner = fields.get("article")
    return inner if isinstance(inner, dict) else fields


def _read_name(fields: Mapping[str, Any], name: str) -> str | None:
    found = fields.get(name)
    return found[:MOST_NAME_CHARACTERS] if isinstance(found, str) and found else None
