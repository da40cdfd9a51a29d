"""The places of a result for a map: where each is, and how many articles name it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tidings.search.word_queries import Clause
from tidings_desk.answers import MappedPlace
from tidings_desk.parameters import Asked
from tidings_desk.requests import SEARCH_WITHIN, build_whole

# A map with more points is one spot of colour.
MOST_PLACES: Final = 500


def build_places(asked: Asked) -> Clause:
    """Return the request that counts the articles of each place that has a point."""
    place = {
        "terms": {"field": "locations.path", "size": MOST_PLACES},
        "aggs": {
            "point": {"geo_centroid": {"field": "locations.point"}},
            "articles": {"reverse_nested": {}},
        },
    }
    pointed = {"filter": {"exists": {"field": "locations.point"}}, "aggs": {"paths": place}}
    return {
        "query": build_whole(asked),
        "size": 0,
        "track_total_hits": False,
        "timeout": SEARCH_WITHIN,
        "aggs": {"locations": {"nested": {"path": "locations"}, "aggs": {"pointed": pointed}}},
    }


def read_places(answer: Mapping[str, Any]) -> list[MappedPlace]:
    """Return the places, those with most articles first."""
    found = answer["aggregations"]["locations"]["pointed"]["paths"]["buckets"]
    places = [_read_place(each) for each in found]
    return sorted(places, key=lambda each: -each.count)


def _read_place(bucket: Mapping[str, Any]) -> MappedPlace:
    path, at = bucket["key"], bucket["point"]["location"]
    return MappedPlace(
        name=path.rpartition("/")[2],
        path=path,
        # Three digits are a hundred metres; the mean of equal points differs in the last ones.
        lat=round(at["lat"], 3),
        lon=round(at["lon"], 3),
        count=bucket["articles"]["doc_count"],
    )
