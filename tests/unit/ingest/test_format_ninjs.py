"""ninjs of any version becomes a draft, and what is wrong with it is named."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.article import Caption, Label
from tidings.draft import Draft
from tidings.reading import Reading, UnreadableError
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "lake-agency.ninjs.json"


def read(**fields) -> Reading:
    return read_body(json.dumps({"uri": "urn:a", **fields}).encode(), "application/json")


def read_one(**fields) -> Draft:
    (draft,) = read(**fields).drafts
    return draft


def refuse(**fields) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read(**fields)
    return refused.value


def test_an_example_of_ninjs_3_arrives_with_everything_that_it_says():
    reading = read_body(EXAMPLE.read_bytes(), "application/json")
    (draft,) = reading.drafts

    assert (reading.format, reading.notes) == ("ninjs", ())
    assert draft.publisher_id == "urn:newsml:lake.example:20210504:0042"
    assert draft.headline == "Norvale hospital opens its new wing"
    assert draft.subhead == "Two hundred beds more"
    assert draft.byline == ("Mira Sand", "Ivo Brandt")
    assert draft.dateline == "Norvale"
    assert draft.body.split("\n")[1] == "It has 200 beds, director Elsa Winter said."
    assert draft.captions == (
        Caption(text="The new wing of the hospital.", photographer="Bo Lindqvist"),
    )
    assert [each.kind for each in draft.labels] == ["subject", "person", "organization", "place"]
    assert draft.published_at.isoformat() == "2021-05-04T08:00:00+02:00"
    assert draft.modified_at.isoformat() == "2021-05-04T10:15:00.003000+02:00"
    assert draft.embargoed_until.isoformat() == "2021-05-04T12:00:00+02:00"


def test_ninjs_1_has_its_own_names():
    draft = read_one(
        headline="Flood",
        body_text="short",
        body_xhtml="<p>one</p><p>two</p>",
        byline="Ana Ruiz",
        versioncreated="2031-05-04T10:00:00Z",
        person=[{"name": "Karin Holt"}],
        keywords=["rain"],
        associations={"mainpic": {"type": "picture", "description_text": "a caption"}},
    )

    assert (draft.headline, draft.body, draft.byline) == ("Flood", "one\ntwo", ("Ana Ruiz",))
    assert draft.captions == (Caption(text="a caption"),)
    assert draft.labels == (
        Label(kind="person", name="Karin Holt"), Label(kind="subject", name="rain"),
    )  # fmt: skip
    assert draft.published_at == draft.modified_at


def test_a_guid_stands_for_the_uri_where_the_rest_is_ninjs():
    body = {"guid": "a-1", "pubstatus": "usable", "headline": "a", "body_html": "<p>b</p><p>c</p>"}
    (draft,) = read_body(json.dumps(body).encode(), "application/json").drafts

    assert (draft.publisher_id, draft.body) == ("a-1", "b\nc")


def test_ninjs_2_has_lists_and_small_letters():
    draft = read_one(
        headlines=[{"value": "<b>Flood</b>"}],
        bodies=[
            {"role": "summary", "value": "a very long summary, longer than the text"},
            {"role": "main", "contenttype": "text/html", "value": "<p>one</p><p>two</p>"},
        ],
    )

    assert (draft.headline, draft.body) == ("Flood", "one\ntwo")


@pytest.mark.parametrize("status", ["canceled", "cancelled", "stat:canceled"])
def test_a_canceled_object_withdraws_its_article(status):
    draft = read_one(pubstatus=status)

    assert (draft.status, draft.publisher_id) == ("withdrawn", "urn:a")


def test_an_address_as_uri_is_the_address_of_the_article():
    assert read_one(uri="https://n.example/1", headline="a").url == "https://n.example/1"
    assert read_one(headline="a").url is None


def test_the_description_stands_for_a_text_that_is_not_there():
    reading = read(headline="a", description_text="short")

    assert reading.drafts[0].body == "short"
    assert reading.notes == ("without its full text, the description was taken",)


def test_a_time_that_cannot_be_read_is_left_out_and_told():
    reading = read(headline="a", versioncreated="yesterday")

    assert reading.drafts[0].modified_at is None
    assert reading.notes == ("with a time that could not be read, it was left out",)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"pubstatus": "withheld"}, "pubstatus"),
        ({"uri": " ", "headline": "a"}, "uri"),
        ({"uri": {}, "headline": "a"}, "uri"),
        ({"type": "picture", "headline": "a"}, "type"),
        ({"headline": ["a"]}, "headline"),
        ({"headline": True}, "headline"),
        ({"headline": "a\0"}, "headline"),
        ({"headline": "\ud800"}, "headline"),
        ({"bodies": "a"}, "bodies"),
        ({"bodies": ["a"]}, "bodies[0]"),
        ({"bodies": [{"value": "a"}, {"value": 1.5}, {"value": []}]}, "bodies[2].value"),
        ({"headline": "a", "people": [{"name": {}}]}, "people[0].name"),
        ({"headline": "a", "keywords": [[]]}, "keywords[0]"),
        ({}, "body"),
    ],
)
def test_what_is_wrong_is_named(fields, where):
    refused = refuse(**fields)

    assert (refused.status, refused.problem.where) == (422, where)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "role", "value", "type", "contenttype"]), inner)
    ),
    max_leaves=8,
)
NAMES = [
    "headline", "headlines", "body_text", "body_html", "bodies", "byline", "by", "type",
    "pubstatus", "associations", "people", "subject", "keywords", "versioncreated", "embargoed",
    "language", "description_text", "located",
]  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_whatever_stands_in_a_field_is_taken_or_refused_and_can_be_sent_on(fields):
    with suppress(UnreadableError):
        assert read_one(**fields).to_bytes()
