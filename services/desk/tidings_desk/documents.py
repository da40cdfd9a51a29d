"""Documents of the index as the page gets them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from tidings.article import Caption, Lineage
from tidings.search.indexed_tags import read_tags
from tidings_desk.answers import ArticlePage, Hit
from tidings_desk.links import find_link
from tidings_desk.snippets import read_snippets

Source = Mapping[str, Any]
_LISTS: Final = ("persons", "organizations", "places", "event_types")
_WORDS: Final = ("kicker", "headline", "subhead", "dateline")
_TIMES: Final = ("published_at", "received_at", "enriched_at", "indexed_at")
_CAPTIONS: Final = TypeAdapter(list[Caption])


def read_hit(hit: Mapping[str, Any]) -> Hit:
    """Return one hit of a search answer."""
    source = hit["_source"]
    return Hit(
        id=source["id"],
        headline=source.get("headline"),
        kicker=source.get("kicker"),
        source=source["source"],
        language=source.get("language", "und"),
        published_at=source.get("published_at"),
        received_at=source["received_at"],
        url=find_link(source.get("url")),
        snippets=read_snippets(hit.get("highlight", {})),
        topics=source.get("topics", []),
        story_id=source.get("story_id"),
        **{name: source.get(name, []) for name in _LISTS},
    )


def read_article(source: Source) -> ArticlePage:
    """Return a whole document; what an earlier version wrote otherwise is left out."""
    tags = read_tags(source)
    return ArticlePage(
        id=source["id"],
        status=source.get("status", "published"),
        revision=source["revision"],
        source=source["source"],
        feed=source.get("feed"),
        url=find_link(source.get("url")),
        language=source.get("language", "und"),
        byline=source.get("byline", []),
        body=source.get("body", ""),
        captions=_read_captions(source),
        labels=source.get("labels", {}),
        watched=source.get("watched", []),
        **{name: source.get(name) for name in _WORDS},
        **{name: source.get(name) for name in _TIMES},
        **{name: source.get(name, []) for name in _LISTS},
        entities=list(tags.entities),
        locations=list(tags.locations),
        events=list(tags.events),
        times=list(tags.times),
        quantities=list(tags.quantities),
        topics=list(tags.topics),
        lineage=_read_lineage(source),
        story_id=source.get("story_id"),
        near_duplicate_of=source.get("near_duplicate_of"),
    )


def _read_captions(source: Source) -> list[Caption]:
    try:
        return _CAPTIONS.validate_python(source.get("captions", []))
    except ValidationError:
        return []


def _read_lineage(source: Source) -> Lineage:
    try:
        return Lineage.model_validate(source.get("lineage", {}))
    except ValidationError:
        return Lineage()
