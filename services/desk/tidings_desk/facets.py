"""What an analyst can choose from: facets, each counted as if nothing were chosen in it. Pure.

In one facet any of the chosen values will do; the facets must all hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from tidings.search.filters import (
    filter_event_type,
    filter_language,
    filter_organization,
    filter_person,
    filter_place,
    filter_source,
    filter_topic,
)
from tidings.search.word_queries import Clause
from tidings_desk.answers import FacetName, FacetValue

# As many as can be looked through; all others are found by their names.
VALUES_SHOWN: Final = 20
_TOP: Final = "top"
_CHOSEN: Final = "chosen"

Chosen = Mapping[str, Sequence[str]]


class Facet(NamedTuple):
    """The field that is counted, and the filter that a value of it becomes."""

    field: str
    filter: Callable[[str], Clause]


FACETS: Final[Mapping[FacetName, Facet]] = {
    "person": Facet("persons", filter_person),
    "organization": Facet("organizations", filter_organization),
    "place": Facet("places", filter_place),
    "event_type": Facet("event_types", filter_event_type),
    "topic": Facet("topics", filter_topic),
    "source": Facet("source", filter_source),
    "language": Facet("language", filter_language),
}


def build_filters(chosen: Chosen, without: str | None = None) -> list[Clause]:
    """Return a clause for each facet in which something is chosen, but for ``without``."""
    return [
        {"bool": {"should": [facet.filter(value) for value in chosen[name]]}}
        for name, facet in FACETS.items()
        if name in chosen and name != without
    ]


def build_counts(chosen: Chosen) -> dict[str, Clause]:
    """Return the aggregations that count every facet, next to a query without facets' filters."""
    return {name: _count_facet(name, facet, chosen) for name, facet in FACETS.items()}


def _count_facet(name: str, facet: Facet, chosen: Chosen) -> Clause:
    top = {"terms": {"field": facet.field, "size": VALUES_SHOWN}}
    if not chosen:
        # A filter that lets everything pass is asked for each document all the same.
        return top
    counts: Clause = {_TOP: top}
    if name in chosen:
        # In the order of the choice: a value can have any character, the key of a filter cannot.
        asked = [facet.filter(value) for value in chosen[name]]
        counts[_CHOSEN] = {"filters": {"filters": asked}}
    return {"filter": {"bool": {"filter": build_filters(chosen, without=name)}}, "aggs": counts}


def read_counts(counted: Mapping[str, Any], chosen: Chosen) -> dict[FacetName, list[FacetValue]]:
    """Return the values of each facet, the most frequent first, with all that are chosen."""
    return {name: _read_facet(counted[name], chosen.get(name, ())) for name in get_args(FacetName)}


def _read_facet(counted: Mapping[str, Any], chosen: Sequence[str]) -> list[FacetValue]:
    top = counted.get(_TOP, counted)
    values = {each["key"]: each["doc_count"] for each in top["buckets"]}
    own = counted[_CHOSEN]["buckets"] if chosen else ()
    # A region counts all that lies in it, and a name of the other script what that name finds.
    values |= {value: each["doc_count"] for value, each in zip(chosen, own, strict=True)}
    ranked = sorted(values.items(), key=lambda each: -each[1])
    return [FacetValue(value=value, count=count) for value, count in ranked]
