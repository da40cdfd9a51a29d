"""What is asked of Elasticsearch, as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tidings_desk.facets import FACETS, build_counts, build_filters, read_counts
from tidings_desk.parameters import Paged, Sorted
from tidings_desk.places import build_places
from tidings_desk.requests import (
    HIT_FIELDS,
    SORTS,
    build_histogram,
    build_list,
    build_page,
    build_received,
    build_similar,
    build_tally,
)
from tidings_desk.suggestions import build_suggest
from tidings_index.provisioning import read_mappings

ASKED = Paged(q="大桥", person=["甲", "乙"], language=["zh"], **{"from": "2031-05-01"})
REQUESTS = {
    "page": build_page(ASKED, [1.5, 0, "id"]),
    "tally": build_tally(ASKED),
    "histogram": build_histogram(ASKED, "day"),
    "list": build_list(Sorted(), 100, HIT_FIELDS, None),
    "received": build_received(Sorted(), 50, HIT_FIELDS),
    "similar": build_similar("articles-1", "id", 10),
    "places": build_places(ASKED),
    "suggest": build_suggest("周"),
}


def list_fields(asked: Any) -> Iterator[str]:
    """Yield the names of fields in a request, wherever they stand."""
    if isinstance(asked, dict):
        for key, value in asked.items():
            if key in ("field", "path"):
                yield value
            elif (key in ("term", "range") and isinstance(value, dict)) or (
                key in ("fields", "_source") and isinstance(value, list | tuple)
            ):
                yield from value
            elif key == "sort":
                yield from (name for each in value if isinstance(each, dict) for name in each)
            yield from list_fields(value)
    elif isinstance(asked, list | tuple):
        for each in asked:
            yield from list_fields(each)


def is_mapped(name: str) -> bool:
    found: Any = {"properties": read_mappings()["properties"]}
    for part in name.partition("^")[0].split("."):
        inside = {**found.get("properties", {}), **found.get("fields", {})}
        if part not in inside:
            return False
        found = inside[part]
    return True


@pytest.mark.parametrize("name", REQUESTS)
def test_every_field_is_in_the_mapping(name):
    fields = set(list_fields(REQUESTS[name]))
    assert fields
    assert {each for each in fields if not is_mapped(each)} == set()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_withdrawn_article_is_in_no_result(name):
    assert '"must_not": ' in json.dumps(REQUESTS[name])
    assert '"status": "withdrawn"' in json.dumps(REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_has_its_time_and_no_deep_page(name):
    assert REQUESTS[name]["timeout"] == "8s"
    assert "from" not in REQUESTS[name]


def test_hits_are_asked_for_without_any_counting_and_counts_without_hits():
    assert REQUESTS["page"]["track_total_hits"] is False
    assert "aggs" not in REQUESTS["page"]
    assert REQUESTS["tally"]["size"] == 0


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_total_so_that_no_page_has_an_article_twice(sort):
    assert SORTS[sort][-1] == {"id": "asc"}
    assert len(SORTS[sort]) == 3


def test_values_of_one_facet_are_alternatives_and_facets_must_all_hold():
    persons, language = build_filters(ASKED.chosen())
    assert len(persons["bool"]["should"]) == 2
    assert len(language["bool"]["should"]) == 1


def test_a_facet_leaves_its_own_choice_aside_and_keeps_the_others():
    counts = build_counts(ASKED.chosen())
    assert counts["person"]["filter"]["bool"]["filter"] == build_filters({"language": ["zh"]})
    assert counts["language"]["filter"]["bool"]["filter"] == build_filters({"person": ["甲", "乙"]})
    assert len(counts["source"]["filter"]["bool"]["filter"]) == 2


def test_what_is_chosen_is_counted_though_it_is_not_among_the_most_frequent():
    none = {"top": {"buckets": []}}
    counted = dict.fromkeys(FACETS, none) | {
        "person": {
            "top": {"buckets": [{"key": "丙", "doc_count": 9}, {"key": "甲", "doc_count": 4}]},
            "chosen": {"buckets": [{"doc_count": 4}, {"doc_count": 0}]},
        }
    }
    chosen = {"person": ("甲", "乙")}
    values = [(each.value, each.count) for each in read_counts(counted, chosen)["person"]]
    assert values == [("丙", 9), ("甲", 4), ("乙", 0)]


def test_a_value_that_is_asked_for_twice_is_one():
    assert Sorted(person=["甲", "甲"]).chosen() == {"person": ("甲",)}
