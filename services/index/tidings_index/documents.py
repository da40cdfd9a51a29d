"""An Elasticsearch document from a tagged article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from tidings.article import Article, Label
from tidings.identity import hash_body
from tidings.tags import Location, TaggedArticle, Tags, Topic
from tidings.tracing.context import TraceContext

# What a withdrawn article keeps: enough to know that it was there, none of its words.
_STUB_FIELDS = frozenset(("id", "revision", "status", "source", "feed", "lineage"))
# These travel with the message; in the document they would only repeat the mapping's version.
_UNINDEXED_FIELDS = frozenset(("schema_version",))


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for a bulk request: ``body`` is its JSON, serialised once.

    ``context`` is what its message carried.
    """

    id: str
    revision: int
    body: bytes
    received_at: datetime
    is_withdrawn: bool = False
    context: TraceContext | None = None


def build_document(tagged: TaggedArticle, indexed_at: datetime) -> Document:
    """Return the document for ``tagged``; a withdrawn article becomes a stub without text.

    Raises OverflowError for a time that is outside of the calendar in UTC, and TypeError for a
    number that is longer than 64 bits.
    """
    article = tagged.article
    stamps = _stamp(
        published_at=article.published_at,
        received_at=article.received_at,
        enriched_at=tagged.enriched_at,
        indexed_at=indexed_at,
    )
    if article.status == "withdrawn":
        fields = {
            key: value for key, value in _article_fields(article).items() if key in _STUB_FIELDS
        }
    else:
        fields = _article_fields(article) | _tag_fields(tagged.tags)
    fields |= stamps | _story_fields(tagged)
    return Document(
        article.id,
        article.revision,
        # What orjson returns keeps the room that it grew into, up to four times as much.
        bytes(memoryview(orjson.dumps(fields))),
        article.received_at,
        is_withdrawn=article.status == "withdrawn",
    )


def _stamp(**moments: datetime | None) -> dict[str, datetime]:
    """Return the moments that are known, in UTC: offsets over 18 hours are not taken elsewhere."""
    return {name: at.astimezone(UTC) for name, at in moments.items() if at is not None}


def _article_fields(article: Article) -> dict[str, Any]:
    fields = article.model_dump(mode="json", exclude=set(_UNINDEXED_FIELDS), exclude_none=True)
    if article.labels:
        fields["labels"] = _list_labels(article.labels)
    body_hash = hash_body(article.body)
    return fields if body_hash is None else {**fields, "body_hash": body_hash}


def _story_fields(tagged: TaggedArticle) -> dict[str, str]:
    """Return the story; an article that is like no earlier one is the first of its own."""
    told = {"story_id": tagged.story_id or tagged.article.id}
    if tagged.near_duplicate_of is not None:
        told["near_duplicate_of"] = tagged.near_duplicate_of
    return told


def _list_labels(labels: Sequence[Label]) -> dict[str, list[str]]:
    """Return the names by kind, each kind that there is: a list of objects has no facets."""
    names: dict[str, list[str]] = {}
    for each in labels:
        names.setdefault(each.kind, []).append(each.name)
    return names


def _tag_fields(tags: Tags) -> dict[str, Any]:
    evidence = tags.model_dump(mode="json", exclude_none=True)
    topic_evidence = evidence.pop("topics")
    points = [each["point"] for each in evidence["locations"] if "point" in each]
    return {
        **evidence,
        **_list_regions(tags.locations),
        **_list_topics(tags.topics),
        "topic_evidence": topic_evidence,
        # What lies inside of ``locations`` no map of Kibana shows.
        "location_points": list({tuple(each.values()): each for each in points}.values()),
        "persons": tags.filtered_names("person"),
        "organizations": tags.filtered_names("organization"),
        "places": tags.filtered_names("place"),
        "watched": tuple(
            dict.fromkeys(each.name for each in tags.entities if each.known and each.known.watch)
        ),
        "event_types": tuple(dict.fromkeys(event.type for event in tags.events)),
    }


def _list_regions(locations: Sequence[Location]) -> dict[str, list[str]]:
    """Return what a filter by region asks for: each path with all above it, and the countries."""
    paths: dict[str, None] = {}
    for each in locations:
        parts = each.path.split("/")
        paths.update(("/".join(parts[:depth]), None) for depth in range(1, len(parts) + 1))
    countries = dict.fromkeys(each.country for each in locations)
    return {"location_paths": list(paths), "countries": list(countries)}


def _list_topics(topics: Sequence[Topic]) -> dict[str, list[str]]:
    """Return codes and names of the topics, each with the broader one: 体育 finds all of it."""
    listed = [name for each in topics for name in (each, each.broader) if name]
    return {
        "topic_codes": list(dict.fromkeys(each.code for each in listed)),
        "topics": list(dict.fromkeys(each.en for each in listed)),
        "topics_zh": list(dict.fromkeys(each.zh for each in listed)),
    }
