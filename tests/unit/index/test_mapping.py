"""The mapping holds what analysts are promised, with names that a distribution knows too."""

from __future__ import annotations

import re

from tidings_index.provisioning import read_schema

SCHEMA = read_schema()
ANALYSIS = SCHEMA["settings"]["index"]["analysis"]
# Names in the Elasticsearch reference, chapter "Text analysis". The embedded node has some of them
# from code of our own, so that it alone does not prove that a distribution has them.
TOKENIZERS = {"standard", "keyword", "whitespace"}
TOKEN_FILTERS = {
    "asciifolding",
    "cjk_bigram",
    "cjk_width",
    "lowercase",
    "stemmer",
    "trim",
    "unique",
}
CHAR_FILTERS = {"html_strip", "mapping"}
# What a normalizer of keywords may use of them: nothing that cuts or joins tokens.
NORMALIZING = {"asciifolding", "cjk_width", "lowercase", "trim"}
STEMMERS = {"english", "light_english", "minimal_english", "porter2", "possessive_english"}
# No field needs a model: semantic_text, dense_vector and sparse_vector would.
FIELD_TYPES = {
    *("boolean", "date", "geo_point", "half_float", "keyword", "long", "nested", "object", "text"),
}


def walk(properties, path=""):
    for name, field in properties.items():
        yield f"{path}{name}", field
        for inside in ("properties", "fields"):
            yield from walk(field.get(inside, {}), f"{path}{name}.")


FIELDS = dict(walk(SCHEMA["mappings"]["properties"]))


def test_no_field_is_made_up_by_an_article():
    assert SCHEMA["mappings"]["dynamic"] == "strict"


def test_every_type_of_field_is_one_that_needs_no_model():
    assert {each.get("type", "object") for each in FIELDS.values()} <= FIELD_TYPES


def test_evidence_is_nested_and_facets_are_keywords():
    assert FIELDS["entities"]["type"] == FIELDS["events"]["type"] == "nested"
    assert FIELDS["location_points"]["type"] == FIELDS["locations.point"]["type"] == "geo_point"
    for name in ("persons", "organizations", "places", "event_types", "topics", "entities.name"):
        assert FIELDS[name]["type"] == "keyword"


def test_every_name_of_the_analysis_is_one_of_a_distribution():
    own_filters = {name: each["type"] for name, each in ANALYSIS["filter"].items()}
    assert set(own_filters.values()) <= TOKEN_FILTERS
    for analyzer in ANALYSIS["analyzer"].values():
        assert analyzer["tokenizer"] in TOKENIZERS
        assert {own_filters.get(each, each) for each in analyzer["filter"]} <= TOKEN_FILTERS
    for normalizer in ANALYSIS["normalizer"].values():
        assert set(normalizer["filter"]) <= NORMALIZING
    assert {each["type"] for each in ANALYSIS["char_filter"].values()} <= CHAR_FILTERS
    stemmers = [each for each in ANALYSIS["filter"].values() if each["type"] == "stemmer"]
    assert {each["language"] for each in stemmers} <= STEMMERS


def test_every_rule_is_written_as_the_char_filter_reads_it():
    rules = ANALYSIS["char_filter"]["news_variants"]["mappings"]
    assert len(rules) > 4000
    assert all(re.fullmatch(r"[^\\\s=>]=>[^\\\s=>]", each) for each in rules)


def test_every_text_is_analysed_by_an_analyzer_of_ours():
    analyzers = {each["analyzer"] for each in FIELDS.values() if each.get("type") == "text"}
    assert analyzers == set(ANALYSIS["analyzer"])
