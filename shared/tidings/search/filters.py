"""Filters as clauses of a query: what an article must have, by the name that is asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from tidings.article import LabelKind
from tidings.search.word_queries import Clause

TOPIC_FIELDS: Final = ("topics", "topics_zh", "topic_codes")
LABEL_FIELDS: Final = tuple(f"labels.{kind}" for kind in get_args(LabelKind))


def filter_person(name: str) -> Clause:
    """Return a filter by a person, in either script and any case."""
    return {"term": {"persons.folded": name}}


def filter_organization(name: str) -> Clause:
    """Return a filter by an organisation, in either script and any case."""
    return {"term": {"organizations.folded": name}}


def filter_place(name: str) -> Clause:
    """Return a filter by a name as it is tagged, or by a path: 山西省 finds all that lies in it."""
    fields = ("places.folded", "location_paths.folded")
    return {"bool": {"should": [{"term": {field: name}} for field in fields]}}


def filter_event_type(name: str) -> Clause:
    """Return a filter by a type of event."""
    return _build_term("event_types", name)


def filter_topic(asked: str) -> Clause:
    """Return a filter by a name in English or Chinese, or by a code, medtop: before it or not."""
    wanted = f"medtop:{asked}" if asked.isdigit() else asked
    return {"bool": {"should": [_build_term(field, wanted) for field in TOPIC_FIELDS]}}


def filter_label(name: str) -> Clause:
    """Return a filter by a publisher's label of any kind: most formats know subjects only."""
    return {"bool": {"should": [_build_term(field, name) for field in LABEL_FIELDS]}}


def filter_story(article_id: str) -> Clause:
    """Return a filter by the story that an article gave its id to."""
    return {"term": {"story_id": article_id}}


def filter_source(name: str) -> Clause:
    """Return a filter by whose article it is."""
    return _build_term("source", name)


def filter_language(tag: str) -> Clause:
    """Return a filter by a language tag, as articles have it."""
    return _build_term("language", tag)


def filter_period(since: str | None, until: str | None) -> list[Clause]:
    """Return a filter by time of publication, of receipt where the feed gave none; [] without."""
    bounds = {key: at for key, at in (("gte", since), ("lte", until)) if at}
    if not bounds:
        return []
    undated = {
        "bool": {
            "filter": [{"range": {"received_at": bounds}}],
            "must_not": [{"exists": {"field": "published_at"}}],
        }
    }
    return [{"bool": {"should": [{"range": {"published_at": bounds}}, undated]}}]


FILTERS: Final[Mapping[str, Callable[[str], Clause]]] = {
    "persons": filter_person,
    "organizations": filter_organization,
    "places": filter_place,
    "event_types": filter_event_type,
    "topics": filter_topic,
    "labels": filter_label,
    "stories": filter_story,
}
"""How each of the filters of a ``Search`` becomes a clause."""


def _build_term(field: str, value: str) -> dict[str, Any]:
    return {"term": {field: {"value": value, "case_insensitive": True}}}
