"""What a message or a document tells of an article, read with patience: it may be damaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from tidings.article import LARGEST_WHOLE_NUMBER, Status
from tidings.dead_letter import Position
from tidings.dlq.letter import Headers, read_number
from tidings.topics import RELEASE_HEADER

# What is asked of a document; ``read_fields`` takes the same from a message.
FIELDS: Final = (
    *("revision", "status", "source", "feed", "url", "language", "headline", "content_hash"),
    *("received_at", "lineage.topic", "lineage.partition", "lineage.offset", "lineage.trace_id"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """None stands for what is not told; ``raw_at`` is the message that the article came as."""

    revision: int | None = None
    status: Status | None = None
    source: str | None = None
    feed: str | None = None
    url: str | None = None
    language: str | None = None
    headline: str | None = None
    content_hash: str | None = None
    received_at: datetime | None = None
    raw_at: Position | None = None
    trace_id: str | None = None


def read_value(value: bytes) -> Facts:
    """Return what the value of a message tells; a tagged article holds it under ``article``."""
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError:
        return Facts()
    if not isinstance(fields, dict):
        return Facts()
    inner = fields.get("article")
    return read_fields(inner if isinstance(inner, dict) else fields)


def read_fields(fields: Mapping[str, Any]) -> Facts:
    """Return what the fields of an article tell."""
    return Facts(
        revision=_read_number(fields.get("revision")),
        status=_read_status(fields.get("status")),
        source=_read_text(fields.get("source")),
        feed=_read_text(fields.get("feed")),
        url=_read_text(fields.get("url")),
        language=_read_text(fields.get("language")),
        headline=_read_text(fields.get("headline")),
        content_hash=_read_text(fields.get("content_hash")),
        received_at=read_moment(fields.get("received_at")),
        raw_at=_read_position(fields.get("lineage")),
        trace_id=_read_trace_id(fields.get("lineage")),
    )


def read_moment(told: object) -> datetime | None:
    """Return the time in UTC, None for what is no ISO 8601."""
    if not isinstance(told, str):
        return None
    try:
        moment = datetime.fromisoformat(told)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_release_time(headers: Headers) -> datetime | None:
    """Return when an article under embargo goes out, None where the headers do not tell."""
    told = read_number(dict(headers).get(RELEASE_HEADER, b"").decode("ascii", "replace"))
    try:
        return None if told is None else datetime.fromtimestamp(told / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read_status(told: object) -> Status | None:
    match told:
        case "published" | "withdrawn":
            return told
        case _:
            return None


def _read_number(told: object) -> int | None:
    if not isinstance(told, int) or isinstance(told, bool):
        return None
    return told if 0 <= told <= LARGEST_WHOLE_NUMBER else None


def _read_text(told: object) -> str | None:
    return told if isinstance(told, str) and told else None


def _read_position(lineage: object) -> Position | None:
    told = lineage if isinstance(lineage, dict) else {}
    topic = _read_text(told.get("topic"))
    partition, offset = _read_number(told.get("partition")), _read_number(told.get("offset"))
    if topic is None or partition is None or offset is None:
        return None
    return Position(topic, partition, offset)


def _read_trace_id(lineage: object) -> str | None:
    return _read_text(lineage.get("trace_id")) if isinstance(lineage, dict) else None
