"""Searches as data."""

from __future__ import annotations

import pytest

from tidings_index.provisioning import read_schema
from tidings_index.queries import (
    CHARACTER_FIELDS,
    PHRASE_FIELDS,
    TEXT_FIELDS,
    Search,
    build_prefix_request,
    build_query,
    build_request,
    has_lone_character,
)


def filters_of(**asked):
    return build_query(Search(**asked))["bool"]["filter"]


@pytest.mark.parametrize(
    ("word", "lone"),
    [
        ("桥", True),
        ("第3号", True),
        ("大桥", False),
        ("bridge", False),
        ("临江A区", True),
        ("临江A区域", False),
        ("", False),
    ],
)
def test_a_character_without_a_neighbour_makes_no_pair(word, lone):
    assert has_lone_character(word) is lone


def test_no_words_match_everything_that_is_not_withdrawn():
    query = build_query(Search())["bool"]
    assert query["must"] == query["should"] == query["filter"] == []
    assert query["must_not"] == [{"term": {"status": "withdrawn"}}]


def test_words_must_all_occur_and_together_count_more():
    query = build_query(Search(words=" 临江 大桥 "))["bool"]
    assert query["must"][0]["multi_match"]["query"] == "临江 大桥"
    assert query["must"][0]["multi_match"]["operator"] == "and"
    assert query["should"][0]["multi_match"]["query"] == "临江 大桥"


def test_a_word_with_a_lone_character_is_looked_for_character_by_character():
    musts = build_query(Search(words="第3号 简讯"))["bool"]["must"]
    assert [each["multi_match"]["query"] for each in musts] == ["第3号", "简讯"]
    assert musts[0]["multi_match"]["type"] == "phrase"


def test_each_filter_must_hold_and_event_types_in_any_case():
    filters = filters_of(persons=("甲", "乙"), places=("临江市",), event_types=("OPENING",))
    assert {"term": {"persons": "甲"}} in filters
    assert {"term": {"persons": "乙"}} in filters
    places = [{"term": {field: "临江市"}} for field in ("places", "location_paths")]
    assert {"bool": {"should": places}} in filters
    assert {"term": {"event_types": {"value": "OPENING", "case_insensitive": True}}} in filters
    assert len(filters) == 4


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("体育", "体育"), ("Sport", "Sport"), ("15000000", "medtop:15000000")],
)
def test_a_topic_is_looked_for_by_either_name_and_by_its_code(asked, wanted):
    (topic,) = filters_of(topics=(asked,))
    assert topic["bool"]["should"] == [
        {"term": {field: {"value": wanted, "case_insensitive": True}}}
        for field in ("topics", "topics_zh", "topic_codes")
    ]


def test_a_label_is_looked_for_under_every_kind_in_any_case_and_never_among_the_tags():
    (label,) = filters_of(labels=("Sailing",))
    mapped = read_schema()["mappings"]["properties"]["labels"]["properties"]
    assert label["bool"]["should"] == [
        {"term": {f"labels.{kind}": {"value": "Sailing", "case_insensitive": True}}}
        for kind in mapped
    ]
    assert len(filters_of(labels=("sailing", "harbours"))) == 2


def test_a_period_takes_the_receipt_where_there_is_no_publication():
    (period,) = filters_of(since="2031-05-01")
    dated, undated = period["bool"]["should"]
    assert dated == {"range": {"published_at": {"gte": "2031-05-01"}}}
    assert undated["bool"]["filter"] == [{"range": {"received_at": {"gte": "2031-05-01"}}}]
    assert undated["bool"]["must_not"] == [{"exists": {"field": "published_at"}}]
    (until,) = filters_of(until="2031-05-02")
    assert until["bool"]["should"][0]["range"]["published_at"] == {"lte": "2031-05-02"}


def test_a_request_asks_for_so_many_hits_and_the_exact_total():
    request = build_request(Search(words="桥"), 7)
    assert request["size"] == 7
    assert request["track_total_hits"] is True


def test_a_start_of_an_id_is_asked_for_in_order():
    request = build_prefix_request("abcdef", 10)
    assert request["query"] == {"prefix": {"id": "abcdef"}}
    assert request["size"] == 10


@pytest.mark.parametrize("field", [*TEXT_FIELDS, *PHRASE_FIELDS, *CHARACTER_FIELDS])
def test_every_field_that_is_searched_is_in_the_mapping(field):
    found = read_schema()["mappings"]
    for part in field.split("^")[0].split("."):
        found = {**found.get("properties", {}), **found.get("fields", {})}[part]
    assert found["type"] == "text"
