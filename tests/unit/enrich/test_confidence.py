"""How sure each tag is, and what that rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.tags import Entity, Event, Known, Location, Span
from tidings_enrich.tagging.confidence import (
    Curve,
    Rated,
    correct_events,
    correct_place,
    correct_places,
    load_curves,
    rate_entities,
)
from tidings_enrich.tagging.word_lists import load_words

SHARES = load_words("confidence")["sources"]
STRENGTHS = st.floats(0, 1)


def make_entity(*stretches, kind="person", **more):
    spans = tuple(Span(start=start, end=end, text="甲" * (end - start)) for start, end in stretches)
    return Entity(type=kind, name="甲", mentions=spans, **more)


def rate(entity, *found):
    (rated,) = rate_entities([entity], [Rated(*each) for each in found])
    return rated.source, rated.confidence


def test_a_name_is_as_sure_as_its_surest_mention():
    entity = make_entity((0, 2), (5, 7), (9, 11))
    assert rate(entity, (0, 2, "person", 0.71), (5, 7, "person", 0.884)) == ("model", 0.88)


def test_a_name_whose_ends_a_rule_mended_is_as_sure_as_those_are():
    assert rate(make_entity((0, 4)), (0, 2, "person", 0.4)) == ("mended", SHARES["mended"])


def test_a_name_that_rules_alone_found_is_as_sure_as_those_are():
    assert rate(make_entity((0, 2))) == ("rule", SHARES["rule"])
    other_type = (0, 2, "place", 0.9)
    assert rate(make_entity((0, 2)), other_type) == ("rule", SHARES["rule"])


def test_a_name_of_a_model_that_cannot_tell_is_as_sure_as_the_models_names_are():
    assert rate(make_entity((0, 2)), (0, 2, "person", None)) == ("model", SHARES["model"])


def test_the_users_own_names_are_certain():
    known = Known(lexicon="00000000", where="people.csv:1")
    assert rate(make_entity((0, 2), known=known), (0, 2, "person", 0.4)) == ("lexicon", 1.0)


@pytest.mark.parametrize("tagger", ["accurate", "fast"])
@given(first=STRENGTHS, second=STRENGTHS)
def test_a_stronger_name_is_no_less_sure_and_none_is_certain(tagger, first, second):
    for curve in load_curves(tagger).values():
        weaker, stronger = sorted((first, second))
        assert 0 < curve.at(weaker) <= curve.at(stronger) < 1


def test_a_curve_is_even_where_it_crosses_nought():
    assert Curve(4.0, -2.0).at(0.5) == 0.5


def test_a_rule_that_was_nearly_always_right_leaves_less_doubt_than_it_had_by_hand():
    assert 0.95 < correct_place(0.95, "only_one") < 1
    assert correct_place(0.88, "said_before") == 0.88
    span = Span(start=0, end=1, text="甲")
    location = Location(
        name="甲", path="甲", country="CN", confidence=0.95, rule="only_one", mentions=(span,)
    )
    (corrected,) = correct_places([location])
    assert corrected.confidence == correct_place(0.95, "only_one")


@given(st.floats(0, 1))
def test_an_event_keeps_its_place_in_order_and_stays_between_nought_and_one(confidence):
    span = Span(start=0, end=1, text="甲")
    event = Event(
        type="T", code="1", status="occurred", trigger=span, sentence=span, confidence=confidence
    )
    (corrected,) = correct_events([event])
    assert 0 <= corrected.confidence < 1
    assert corrected.confidence >= round(confidence, 2) or confidence > 0.985
