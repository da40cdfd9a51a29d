"""What a message tells of its article, however damaged it is."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_messages import tagged_articles
from whereabouts_parts import NOW, make_article

from tidings.dead_letter import Position
from tidings.topics import RELEASE_HEADER
from tidings.whereabouts.facts import Facts, read_fields, read_release_time, read_value


def test_an_article_tells_who_it_is():
    facts = read_value(make_article(5, url="https://example.org/5", language="zh-Hans").to_bytes())
    assert facts == Facts(
        revision=5,
        status="published",
        source="gazette",
        feed="front",
        url="https://example.org/5",
        language="zh-Hans",
        headline="临江大桥通车",
        content_hash="hash-5",
        received_at=NOW,
    )


@settings(deadline=None)
@given(tagged_articles())
def test_a_tagged_article_tells_the_same_as_the_article_in_it(tagged):
    assert read_value(tagged.to_bytes()) == read_value(tagged.article.to_bytes())
    assert read_value(tagged.to_bytes()).revision == tagged.article.revision


@pytest.mark.parametrize("value", [b"", b"\xff", b"[]", b"1", b'{"article":1}', b"{" * 9_999])
def test_what_is_no_article_tells_nothing(value):
    assert read_value(value) == Facts()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
NAMES = st.sampled_from(["revision", "status", "source", "received_at", "lineage", "article"])


@settings(deadline=None)
@given(st.dictionaries(NAMES, JSON))
def test_fields_of_any_kind_are_read_without_an_error(fields):
    facts = read_fields(fields)
    assert facts.revision is None or 0 <= facts.revision < 2**63
    orjson.dumps(facts)


def test_a_lineage_that_is_whole_is_a_position():
    place = {"topic": "articles.raw", "partition": 2, "offset": 7}
    assert read_fields({"lineage": place}).raw_at == Position("articles.raw", 2, 7)
    assert read_fields({"lineage": place | {"offset": None}}).raw_at is None


@pytest.mark.parametrize("value", [b"", b"x", b"-1", b"9" * 19, "一".encode()])
def test_a_release_time_that_is_none_is_left_out(value):
    assert read_release_time(((RELEASE_HEADER, value),)) is None
    assert read_release_time(()) is None
