"""Searches as data: what the command line and the tests ask of the index. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from tidings.article import LabelKind

# The headline is what the article is about; the rest only mentions.
TEXT_FIELDS: Final = ("headline^4", "kicker^2", "subhead^2", "captions.text", "body")
PHRASE_FIELDS: Final = ("headline^8", "kicker^2", "subhead^2", "body^2")
CHARACTER_FIELDS: Final = ("headline.characters^4", "body.characters")
TOPIC_FIELDS: Final = ("topics", "topics_zh", "topic_codes")
LABEL_FIELDS: Final = tuple(f"labels.{kind}" for kind in get_args(LabelKind))
HIGHLIGHT_START: Final = "\x02"
HIGHLIGHT_END: Final = "\x03"
FRAGMENT_CHARACTERS: Final = 80
# The server refuses to look at more than a million characters of a body for the highlights of
# one hit, and with it the whole search; the first 200,000 are fast and enough.
MOST_HIGHLIGHTED_CHARACTERS: Final = 200_000
# What a list of hits does not show; a body can be megabytes.
LONG_FIELDS: Final = (
    "body",
    "entities",
    "locations",
    "location_points",
    "events",
    "times",
    "quantities",
    "captions",
    "topic_evidence",
)
# Han and kana are indexed in pairs where two or more stand together.
_PAIRED_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Search:
    """What an analyst asks: words, and filters that must all hold."""

    words: str = ""
    persons: Sequence[str] = ()
    organizations: Sequence[str] = ()
    places: Sequence[str] = ()
    event_types: Sequence[str] = ()
    topics: Sequence[str] = ()
    labels: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


def build_request(search: Search, size: int) -> dict[str, Any]:
    """Return the body of a search request: best first, the newest first where none is better."""
    return {
        "query": build_query(search),
        "size": size,
        "track_total_hits": True,
        "sort": ["_score", {"published_at": {"order": "desc", "missing": "_last"}}],
        "highlight": {
            "fields": {
                "headline": {"number_of_fragments": 0},
                "headline.characters": {"number_of_fragments": 0},
                "body": {},
                "body.characters": {},
            },
            "fragment_size": FRAGMENT_CHARACTERS,
            "number_of_fragments": 2,
            "max_analyzed_offset": MOST_HIGHLIGHTED_CHARACTERS,
            "pre_tags": [HIGHLIGHT_START],
            "post_tags": [HIGHLIGHT_END],
        },
        "_source": {"excludes": LONG_FIELDS},
    }


def build_prefix_request(prefix: str, size: int) -> dict[str, Any]:
    """Return the body of a request for the articles whose id starts with ``prefix``."""
    return {"query": {"prefix": {"id": prefix}}, "size": size, "sort": [{"id": "asc"}]}


def build_query(search: Search) -> dict[str, Any]:
    """Return the query; no words match everything that passes the filters."""
    return {
        "bool": {
            "must": _build_musts(search.words.split()),
            "should": _build_shoulds(search.words.strip()),
            "filter": _build_filters(search),
            "must_not": [{"term": {"status": "withdrawn"}}],
        }
    }


def has_lone_character(word: str) -> bool:
    """Return whether ``word`` has a Han or kana character that no other stands beside (第3号)."""
    return any(len(run) == 1 for run in _PAIRED_RUN.findall(word))


def _build_musts(words: Sequence[str]) -> list[dict[str, Any]]:
    paired = " ".join(word for word in words if not has_lone_character(word))
    # A lone character makes no pair, so its word is looked for character by character, in order.
    musts: list[dict[str, Any]] = [
        {"multi_match": {"query": word, "fields": CHARACTER_FIELDS, "type": "phrase"}}
        for word in words
        if has_lone_character(word)
    ]
    if paired:
        # Each word somewhere: one may stand in the headline and another in the body.
        match = {"query": paired, "fields": TEXT_FIELDS, "type": "cross_fields", "operator": "and"}
        musts.append({"multi_match": match})
    return musts


def _build_shoulds(phrase: str) -> list[dict[str, Any]]:
    if not phrase:
        return []
    return [{"multi_match": {"query": phrase, "fields": PHRASE_FIELDS, "type": "phrase"}}]


def _build_filters(search: Search) -> list[dict[str, Any]]:
    names = (
        ("persons", search.persons),
        ("organizations", search.organizations),
    )
    filters: list[dict[str, Any]] = [
        {"term": {field: value}} for field, values in names for value in values
    ]
    filters += [_build_place(value) for value in search.places]
    filters += [_build_term("event_types", value) for value in search.event_types]
    filters += [_build_topic(value) for value in search.topics]
    filters += [_build_label(value) for value in search.labels]
    bounds = {key: at for key, at in (("gte", search.since), ("lte", search.until)) if at}
    if bounds:
        filters.append(_build_period(bounds))
    return filters


def _build_place(name: str) -> dict[str, Any]:
    """Return a filter by a name as it is tagged, or by a path: 山西省 finds all that lies in it."""
    fields = ("places", "location_paths")
    return {"bool": {"should": [{"term": {field: name}} for field in fields]}}


def _build_topic(asked: str) -> dict[str, Any]:
    """Return a filter by a name in English or Chinese, or by a code, medtop: before it or not."""
    wanted = f"medtop:{asked}" if asked.isdigit() else asked
    return {"bool": {"should": [_build_term(field, wanted) for field in TOPIC_FIELDS]}}


def _build_label(name: str) -> dict[str, Any]:
    """Return a filter by a publisher's label of any kind: most formats know subjects only."""
    return {"bool": {"should": [_build_term(field, name) for field in LABEL_FIELDS]}}


def _build_term(field: str, value: str) -> dict[str, Any]:
    return {"term": {field: {"value": value, "case_insensitive": True}}}


def _build_period(bounds: dict[str, str]) -> dict[str, Any]:
    """Return a filter by time of publication, of receipt where the feed gave none."""
    undated = {
        "bool": {
            "filter": [{"range": {"received_at": bounds}}],
            "must_not": [{"exists": {"field": "published_at"}}],
        }
    }
    return {"bool": {"should": [{"range": {"published_at": bounds}}, undated]}}
