"""The road of an article as ``tidings trace --json`` prints it. Pure."""

from __future__ import annotations

from typing import Any

from tidings.dlq.letter import read_edited_from
from tidings.dlq.selection import format_position
from tidings.tags import Tags
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.facts import read_value
from tidings.whereabouts.tracing import Passage, Trace


def describe_trace(trace: Trace) -> dict[str, Any]:
    """Return what --json prints: the answer of ``GET /v1/articles/{id}`` and the messages."""
    where = trace.where
    answer = ArticleAnswer.tell(trace.id, where).model_dump(mode="json") if where else {}
    tags = trace.read_tags()
    return {
        "id": trace.id,
        "state": None,
        **answer,
        "index": where.indexed.index if where and where.indexed else None,
        "raw": _describe_passage(trace.raw),
        "enriched": _describe_passage(trace.enriched),
        "tags": None if tags is None else list_names(tags),
    }


def list_names(tags: Tags) -> dict[str, list[str]]:
    """Return what an article is found by, under the names of the fields that a search has."""
    return {
        "persons": list(tags.names("person")),
        "organizations": list(tags.names("organization")),
        "places": list(tags.names("place")),
        "event_types": list(dict.fromkeys(each.type for each in tags.events)),
    }


def _describe_passage(passage: Passage | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    message = passage.message
    return {
        "position": format_position(passage.at),
        "is_on_topic": message is not None,
        "written_at": message and message.written_at and message.written_at.isoformat(),
        "revision": message and read_value(message.value).revision,
        "edited_from": message and read_edited_from(message.headers),
    }
