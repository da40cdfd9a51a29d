"""Which of some articles match which watches: a search for each watch, kept to their ids. Pure.

No percolator is needed for it: the articles are in the index already, and are found there as
``tidings search`` would find them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from tidings.search.queries import HIGHLIGHT, LONG_FIELDS, build_query
from tidings_index.watch.entry import Watch

Clause = dict[str, Any]
# What a post tells of an article.
FIELDS: Final = (
    *("id", "revision", "headline", "source", "feed", "url", "language", "story_id"),
    *("published_at", "received_at", "indexed_at"),
    *("persons", "organizations", "places", "event_types", "topics"),
)
# Together with a hundred articles each, one request of 25 takes 50 ms.
MOST_SEARCHES: Final = 25
# An answer of some shards only would leave articles out.
_HEADER: Final = {"allow_partial_search_results": False}

assert not set(FIELDS) & set(LONG_FIELDS)  # noqa: S101 - a post never holds a whole body


def build_comparison(watch: Watch, ids: Collection[str]) -> Clause:
    """Return the search for those of the articles ``ids`` that a watch is for.

    What was indexed before the watch was made is not new to it, such as a backlog.
    """
    asked: list[Clause] = [
        {"ids": {"values": sorted(ids)}},
        {"range": {"indexed_at": {"gte": watch.created_at.isoformat()}}},
    ]
    return {
        "query": {"bool": {"must": build_query(watch.question.to_search()), "filter": asked}},
        "size": len(ids),
        "sort": ["_doc"],
        "track_total_hits": False,
        "highlight": HIGHLIGHT,
        "_source": list(FIELDS),
    }


def build_comparisons(
    watches: Sequence[Watch], ids: Collection[str], alias: str
) -> list[Mapping[str, Any]]:
    """Return the lines of a request with many searches."""
    lines: list[Mapping[str, Any]] = []
    for each in watches:
        lines += [{"index": alias, **_HEADER}, build_comparison(each, ids)]
    return lines
