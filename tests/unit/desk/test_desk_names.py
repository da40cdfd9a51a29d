"""Facets, events and topics are called by names in both languages."""

from __future__ import annotations

from typing import get_args

from tidings_desk.answers import FacetName
from tidings_desk.names import load_names
from tidings_desk.parameters import FACETS as PARAMETERS
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.topics.scheme import load_scheme


def test_every_facet_is_a_parameter_and_has_names():
    assert [each.value for each in load_names().facets] == list(get_args(FacetName))
    assert get_args(FacetName) == PARAMETERS


def test_every_kind_of_event_of_the_codebook_has_names_and_no_other():
    named = {each.value: each for each in load_names().event_types}
    assert set(named) == {each.name for each in load_codebook().types}
    for each in named.values():
        assert each.en.isascii()
        assert not each.zh.isascii()
        assert len({other.zh for other in named.values()}) == len(named)


def test_topics_are_those_of_the_scheme_and_know_what_is_above_them():
    topics, scheme = load_names().topics, load_scheme().topics
    assert {each.code for each in topics} == {f"medtop:{code}" for code in scheme}
    by_code = {each.code: each for each in topics}
    sport = by_code["medtop:20000822"]
    assert sport.broader == "sport"
    assert by_code["medtop:15000000"].broader is None


async def test_they_are_served_and_may_be_kept_for_an_hour(get):
    answer = await get("/api/fields")
    assert answer.headers["Cache-Control"] == "max-age=3600"
    assert {"value": "person", "en": "Person", "zh": "人物"} in answer.json()["facets"]
