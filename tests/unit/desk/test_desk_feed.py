"""A search as a feed, read by the library that feed readers use."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from defusedxml import ElementTree
from desk_parts import HOST, make_source
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_desk.feed import write_feed
from tidings_desk.parameters import Sorted

URL = "https://example.org/a?b=1&c=2"


def parse(*sources, asked=None, query=""):
    written = write_feed(asked or Sorted(), sources, base=HOST, query=query)
    feed = feedparser.parse(written)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "rss20"
    return feed


def test_an_item_is_the_article_with_its_address_time_and_tags():
    (item,) = parse(make_source(1, url=URL, published_at="2031-05-04T07:00:00Z")).entries
    assert item.title == "第1篇：临江大桥"
    assert item.link == URL
    assert item.id == f"{1:032x}"
    assert item.guidislink is False
    assert item.published == "Sun, 04 May 2031 07:00:00 +0000"
    assert item.author == "example-gazette"
    assert {"周明远", "临江市"} <= {each.term for each in item.tags}
    assert item.summary.startswith("昨日，临江市水务局局长")


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "/relative"])
def test_without_an_address_of_its_own_an_item_leads_to_the_desk(url):
    (item,) = parse(make_source(1, url=url)).entries
    assert item.link == f"{HOST}/articles/{1:032x}"


def test_without_a_time_of_publication_it_is_that_of_receipt():
    (item,) = parse(make_source(1)).entries
    assert item.published == "Sun, 04 May 2031 09:30:00 +0000"


def test_the_feed_says_what_it_follows_and_where():
    asked = Sorted(q="大桥", person=["周明远"], **{"from": "2031-05-01"})
    feed = parse(asked=asked, query="q=%E5%A4%A7%E6%A1%A5&person=x").feed
    assert feed.title == "Tidings: 大桥 · 周明远 · 2031-05-01"
    own = next(each.href for each in feed.links if each.rel == "self")
    assert own == f"{HOST}/feed.xml?q=%E5%A4%A7%E6%A1%A5&person=x"
    assert feed.link == f"{HOST}/?q=%E5%A4%A7%E6%A1%A5&person=x"


def test_markup_in_an_article_is_text_in_a_reader():
    hostile = "<script>alert(1)</script><img src=x onerror=y>&amp;"
    (item,) = parse(make_source(1, headline=hostile, body=hostile)).entries
    assert "<script" not in item.summary
    assert "<img" not in item.summary


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_the_words_are_the_feed_is_well_formed(headline, body):
    source = {"id": "x", "headline": headline, "body": body, "received_at": "2031-05-04T07:00:00Z"}
    root = ElementTree.fromstring(write_feed(Sorted(), [source], base=HOST, query="q=x"))
    assert root.find("channel/item/guid").text == "x"


async def test_the_feed_of_a_search_is_served_with_links_to_where_it_was_asked(desk, get):
    desk.documents += [make_source(1)]
    answer = await get("/feed.xml", params={"q": "大桥", "language": "zh"})
    assert answer.headers["content-type"] == "application/rss+xml"
    feed = feedparser.parse(answer.content).feed
    own = next(each.href for each in feed.links if each.rel == "self")
    assert own.startswith(f"{HOST}/feed.xml?")
    assert parse_qs(urlsplit(own).query) == {"q": ["大桥"], "language": ["zh"]}
