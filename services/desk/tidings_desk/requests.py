"""What is asked of Elasticsearch for each question of the page, as data. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tidings.search.queries import HIGHLIGHT, Search, build_query
from tidings.search.word_queries import Clause
from tidings_desk.cursor import SortValues
from tidings_desk.facets import build_counts, build_filters
from tidings_desk.histogram import Interval, build_bars, build_bounds
from tidings_desk.parameters import Asked, Paged, Sort, Sorted

# The least that a card of a result shows.
HIT_FIELDS: Final = (
    *("id", "headline", "kicker", "source", "language", "published_at", "received_at", "url"),
    *("persons", "organizations", "places", "event_types", "topics", "story_id"),
)
# A card without a match in the body shows how it begins.
BEGINNING_CHARACTERS: Final = 120
# Elasticsearch gives up before we do (REQUEST_TIMEOUT_S), so that it does not work for nobody.
SEARCH_WITHIN: Final = "8s"
# An article without a time of publication comes last, by its receipt: a sort by two fields that
# take each other's place would need a script. 1 January 1, and the last millisecond of 9999.
BEFORE_ALL_MS: Final = -62_135_596_800_000
AFTER_ALL_MS: Final = 253_402_300_799_999
Fields = Sequence[str] | bool
"""Names of fields, or all of them (true)."""
_BY_ID: Final[Clause] = {"id": "asc"}
_NEWEST_FIRST: Final[Clause] = {"published_at": {"order": "desc", "missing": BEFORE_ALL_MS}}
SORTS: Final[dict[Sort, list[Any]]] = {
    "relevance": ["_score", _NEWEST_FIRST, _BY_ID],
    "newest": [_NEWEST_FIRST, {"received_at": "desc"}, _BY_ID],
    "oldest": [
        {"published_at": {"order": "asc", "missing": AFTER_ALL_MS}},
        {"received_at": "asc"},
        _BY_ID,
    ],
}


def build_base(asked: Asked) -> Clause:
    """Return the query of words and period, without the facets."""
    stories = (asked.story,) if asked.story else ()
    search = Search(words=asked.q, stories=stories, since=asked.since, until=asked.until)
    return build_query(search)


def build_whole(asked: Asked) -> Clause:
    """Return the query with everything that must hold."""
    query = build_base(asked)
    query["bool"]["filter"] += build_filters(asked.chosen())
    return query


def build_page(asked: Paged, after: SortValues | None) -> Clause:
    """Return the request for one page of hits.

    It counts nothing, so that Elasticsearch passes over what cannot be among the best.
    """
    request = {
        **_list_hits(asked.sort, asked.size),
        "query": build_whole(asked),
        "track_total_hits": False,
        "highlight": _highlight(),
    }
    return request if after is None else {**request, "search_after": after}


def build_tally(asked: Asked) -> Clause:
    """Return the request that counts the facets, and finds number and period of the result."""
    chosen = asked.chosen()
    # The facets' filters are in the aggregations, so that a facet can leave its own choice aside.
    whole = {"filter": {"bool": {"filter": build_filters(chosen)}}, "aggs": build_bounds()}
    return {**_count(build_base(asked)), "aggs": {**build_counts(chosen), "whole": whole}}


def build_histogram(asked: Asked, interval: Interval) -> Clause:
    """Return the request that counts the bars."""
    return {**_count(build_whole(asked)), "aggs": build_bars(interval)}


def build_list(asked: Sorted, size: int, fields: Fields, after: SortValues | None) -> Clause:
    """Return the request for hits alone, with ``fields`` of each: a page of an export."""
    request = {
        **_list_hits(asked.sort, size),
        "query": build_whole(asked),
        "_source": fields,
        "track_total_hits": after is None,
    }
    return request if after is None else {**request, "search_after": after}


def build_received(asked: Asked, size: int, fields: Fields) -> Clause:
    """Return the request for what was received last: a feed must not miss what has no date."""
    sort = [{"received_at": "desc"}, _BY_ID]
    listed = {"query": build_whole(asked), "_source": fields, "track_total_hits": False}
    return {**listed, "size": size, "sort": sort, "timeout": SEARCH_WITHIN}


def build_similar(index: str, article_id: str, size: int) -> Clause:
    """Return the request for articles that have most words in common with one."""
    like = {
        "fields": ["headline", "body"],
        "like": [{"_index": index, "_id": article_id}],
        "min_term_freq": 1,
        "min_doc_freq": 2,
        "max_query_terms": 40,
        "minimum_should_match": "30%",
    }
    withdrawn = {"term": {"status": "withdrawn"}}
    return {
        "query": {"bool": {"must": {"more_like_this": like}, "must_not": withdrawn}},
        "size": size,
        "sort": SORTS["relevance"],
        "_source": list(HIT_FIELDS),
        "track_total_hits": False,
        "timeout": SEARCH_WITHIN,
    }


def _list_hits(sort: Sort, size: int) -> Clause:
    return {
        "size": size,
        "sort": SORTS[sort],
        "_source": list(HIT_FIELDS),
        "timeout": SEARCH_WITHIN,
    }


def _count(query: Clause) -> Clause:
    return {"query": query, "size": 0, "track_total_hits": False, "timeout": SEARCH_WITHIN}


def _highlight() -> Clause:
    beginning = {"no_match_size": BEGINNING_CHARACTERS}
    return {**HIGHLIGHT, "fields": {**HIGHLIGHT["fields"], "body": beginning}}
