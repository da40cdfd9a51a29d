"""Documents of the index as the page gets them, those of other versions and hostile feeds too."""

from __future__ import annotations

import orjson
import pytest
from desk_parts import make_hit, make_source
from hypothesis import HealthCheck, given, settings
from index_messages import tagged_articles
from index_parts import NOW

from tidings_desk.documents import read_article, read_hit
from tidings_desk.links import find_link
from tidings_index.documents import build_document


@given(tagged_articles())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_document_that_can_be_written_can_be_read(tagged):
    source = orjson.loads(build_document(tagged, NOW).body)
    assert read_article(source).id == read_hit(make_hit(source)).id == source["id"]


def test_what_an_earlier_version_wrote_otherwise_is_left_out_and_the_rest_is_there():
    source = make_source(1) | {"events": [{"old": 1}], "lineage": {"old": 1}, "captions": ["old"]}
    article = read_article(source)
    assert article.events == []
    assert article.captions == []
    assert article.entities
    assert article.body


def test_an_article_says_which_story_it_is_of_and_what_it_repeats():
    article = read_article(make_source(1) | {"story_id": "s1", "near_duplicate_of": "a"})
    assert (article.story_id, article.near_duplicate_of) == ("s1", "a")


@pytest.mark.parametrize("url", ["https://example.org/1", "http://example.org", "HTTPS://A.B/?x#y"])
def test_an_address_of_the_web_is_a_link(url):
    assert find_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(None, 7, "", "javascript:alert(1)", "data:text/html,x", "//example.org", "/path"),
        *("https://", "http:example.org", "file:///etc/passwd", " https://example.org"),
        *("https://example.org/\njavascript:", "https://[::1", "vbscript:x", "java\tscript:x"),
    ],
)
def test_anything_else_is_none(url):
    assert find_link(url) is None
