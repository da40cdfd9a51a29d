"""Searches as data."""

from __future__ import annotations

import pytest

from tidings.search.queries import Search, build_prefix_request, build_query, build_request
from tidings.search.word_queries import CHARACTER_FIELDS, NAME_FIELDS, PHRASE_FIELDS, TEXT_FIELDS
from tidings_index.provisioning import read_mappings


def filters_of(**asked):
    return build_query(Search(**asked))["bool"]["filter"]


def test_no_words_match_everything_that_is_not_withdrawn():
    query = build_query(Search())["bool"]
    assert query["must"] == query["should"] == query["filter"] == []
    assert query["must_not"] == [{"term": {"status": "withdrawn"}}]


def test_each_filter_must_hold_and_event_types_in_any_case():
    filters = filters_of(persons=("甲", "乙"), places=("临江市",), event_types=("OPENING",))
    assert {"term": {"persons.folded": "甲"}} in filters
    assert {"term": {"persons.folded": "乙"}} in filters
    places = [{"term": {field: "临江市"}} for field in ("places.folded", "location_paths.folded")]
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
    mapped = read_mappings()["properties"]["labels"]["properties"]
    assert label["bool"]["should"] == [
        {"term": {f"labels.{kind}": {"value": "Sailing", "case_insensitive": True}}}
        for kind in mapped
    ]
    assert len(filters_of(labels=("sailing", "harbours"))) == 2


def test_a_story_is_looked_for_by_the_id_of_its_first_article():
    assert filters_of(stories=("a" * 32,)) == [{"term": {"story_id": "a" * 32}}]


def test_one_article_of_each_story_is_asked_for_only_when_that_was_said():
    assert "collapse" not in build_request(Search(), 10)
    field = build_request(Search(one_per_story=True), 10)["collapse"]["field"]
    assert read_mappings()["properties"][field]["type"] == "keyword"


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


def test_new_articles_count_more_only_where_that_is_asked_for():
    query = build_query(Search(words="桥", recent=True))["function_score"]
    assert query["query"] == build_query(Search(words="桥"))
    constant, *fading = query["functions"]
    assert [next(iter(each["exp"])) for each in fading] == ["published_at", "received_at"]
    assert constant["weight"] + fading[0]["weight"] == 1


@pytest.mark.parametrize(
    ("field", "kind"),
    [(each, "text") for each in (*TEXT_FIELDS, *PHRASE_FIELDS, *CHARACTER_FIELDS)]
    + [(each, "keyword") for each in NAME_FIELDS],
)
def test_every_field_that_is_searched_is_in_the_mapping(field, kind):
    found = read_mappings()
    for part in field.split("^")[0].split("."):
        found = {**found.get("properties", {}), **found.get("fields", {})}[part]
    assert found["type"] == kind
