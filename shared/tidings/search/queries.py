"""Searches as data: what the command line and the tests ask of the index. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tidings.search.filters import FILTERS, filter_period
from tidings.search.word_queries import Clause, build_musts, build_shoulds, read_words

HIGHLIGHT_START: Final = "\x02"
HIGHLIGHT_END: Final = "\x03"
FRAGMENT_CHARACTERS: Final = 80
# The server refuses to look at more than a million characters of a body for the highlights of
# one hit, and with it the whole search; the first 200,000 are fast and enough.
MOST_HIGHLIGHTED_CHARACTERS: Final = 200_000
HIGHLIGHT: Final[Clause] = {
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
}
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
# With ``recent``, three quarters of a score fade, by half each week; the rest stays, so that what
# fits best is still found in an archive.
HALF_LIFE: Final = "7d"
LEAST_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Search:
    """What an analyst asks: words, filters that must all hold, and whether new ones count more.

    With ``one_per_story`` the best article of each story is found and none of its others.
    """

    words: str = ""
    persons: Sequence[str] = ()
    organizations: Sequence[str] = ()
    places: Sequence[str] = ()
    event_types: Sequence[str] = ()
    topics: Sequence[str] = ()
    labels: Sequence[str] = ()
    stories: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    recent: bool = False
    one_per_story: bool = False


def build_request(search: Search, size: int) -> dict[str, Any]:
    """Return the body of a search request: best first, the newest first where none is better."""
    return {
        **({"collapse": {"field": "story_id"}} if search.one_per_story else {}),
        "query": build_query(search),
        "size": size,
        "track_total_hits": True,
        "sort": ["_score", {"published_at": {"order": "desc", "missing": "_last"}}],
        "highlight": HIGHLIGHT,
        "_source": {"excludes": LONG_FIELDS},
    }


def build_prefix_request(prefix: str, size: int) -> dict[str, Any]:
    """Return the body of a request for the articles whose id starts with ``prefix``."""
    return {"query": {"prefix": {"id": prefix}}, "size": size, "sort": [{"id": "asc"}]}


def build_query(search: Search) -> dict[str, Any]:
    """Return the query; no words match everything that passes the filters."""
    words = read_words(search.words)
    query: Clause = {
        "bool": {
            "must": build_musts(words),
            "should": build_shoulds(words),
            "filter": _build_filters(search),
            "must_not": [{"term": {"status": "withdrawn"}}],
        }
    }
    return _favour_recent(query) if search.recent else query


def _favour_recent(query: Clause) -> Clause:
    """Return the query with scores that fade with the time since publication, else receipt."""
    fading: list[Clause] = [
        {
            "filter": {"bool": {presence: [{"exists": {"field": "published_at"}}]}},
            "exp": {field: {"origin": "now", "scale": HALF_LIFE, "decay": 0.5}},
            "weight": 1 - LEAST_SHARE,
        }
        for field, presence in (("published_at", "must"), ("received_at", "must_not"))
    ]
    functions = [{"weight": LEAST_SHARE}, *fading]
    return {"function_score": {"query": query, "functions": functions, "score_mode": "sum"}}


def _build_filters(search: Search) -> list[Clause]:
    filters = [
        build_filter(value)
        for name, build_filter in FILTERS.items()
        for value in getattr(search, name)
    ]
    return filters + filter_period(search.since, search.until)
