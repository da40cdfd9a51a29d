"""Hubs and topic are found where the specification says, in its order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_ingest.websub.discovery import Found, NoHubError, find_hubs
from tidings_ingest.websub.link_header import read_links

URL = "https://riverside.example/news/"
HUB, TOPIC = "https://hub.example/", "https://riverside.example/feed.atom"
HEADER = f'<{HUB}>; rel="hub", <{TOPIC}>; rel="self"'
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"{more}>
 <title>Riverside</title>{links}
 <entry><title>a</title><link rel="hub" href="https://entry.example/"/></entry>
</feed>"""
LINKS = f'<link rel="hub" href="{HUB}"/><link rel="self" href="{TOPIC}"/>'
RSS = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel>
<title>Riverside</title><link>https://riverside.example/</link>
<a:link rel="hub" href="https://hub.example/"/>
<a:link rel="self" href="https://riverside.example/feed.atom"/>
<item><a:link rel="hub" href="https://item.example/"/></item></channel></rss>"""
RDF = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel r:about="x"><title>Riverside</title>
<atom:link rel="hub" href="https://hub.example/"/>
<atom:link rel="self" href="/feed.atom"/></channel></r:RDF>"""
PAGE = """<!doctype html><html><head><title>Riverside</title>
<link rel="hub" href="https://hub.example/"><link rel="SELF" href="/feed.atom"></head>
<body><p>Text</p></body></html>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Riverside", "items": [],
 "feed_url": "https://riverside.example/feed.atom",
 "hubs": [{"type": "rssCloud", "url": "https://cloud.example/"},
          {"type": "WebSub", "url": "https://hub.example/"}]}"""


def find(body="", *headers, **options):
    return find_hubs(URL, headers, body.encode(), **options)


@pytest.mark.parametrize(
    "body",
    [ATOM.format(links=LINKS, more=""), RSS, RDF, PAGE, JSON_FEED],
    ids=["atom", "rss", "rdf", "page", "json"],
)
def test_each_kind_of_document_names_its_hub(body):
    assert find(body) == Found(TOPIC, (HUB,))


def test_headers_go_before_the_document():
    other = '<https://first.example/>; rel=hub, <https://first.example/feed>; rel="self"'
    assert find(RSS, other) == Found("https://first.example/feed", ("https://first.example/",))


def test_several_headers_are_one_list():
    assert find("", f"<{HUB}>; rel=hub", f"<{TOPIC}>; rel=self") == Found(TOPIC, (HUB,))


def test_what_the_headers_leave_out_the_document_says():
    header = "<https://first.example/>; rel=hub"
    assert find(RSS, header) == Found(TOPIC, ("https://first.example/",))


def test_every_hub_is_kept_once_and_in_order():
    links = "".join(f'<link rel="hub" href="https://h{n % 9}.example/"/>' for n in range(20))
    found = find(ATOM.format(links=links, more=""))
    assert found.hubs == tuple(f"https://h{n}.example/" for n in range(8))


def test_without_a_self_link_the_topic_is_where_it_was_fetched():
    assert find("", f"<{HUB}>; rel=hub").topic == URL


def test_addresses_are_resolved_against_the_base_of_the_document():
    links = '<link rel="hub" href="hub"/><link rel="self" href="feed.atom"/>'
    based = ATOM.format(links=links, more=' xml:base="https://base.example/a/"')
    assert find(based) == Found("https://base.example/a/feed.atom", ("https://base.example/a/hub",))
    page = '<html><head><base href="/b/"><link rel="hub" href="hub"></head></html>'
    assert find(page).hubs == ("https://riverside.example/b/hub",)


def test_a_public_hub_is_asked_over_https_for_it_gets_the_secret():
    assert find("", "<http://hub.example/x?y=1>; rel=hub").hubs == ("https://hub.example/x?y=1",)
    with pytest.raises(NoHubError, match="only hubs that do not speak HTTPS"):
        find("", "<http://hub.example:8080/>; rel=hub")
    own = find("", "<http://127.0.0.1:8080/>; rel=hub", allow_private=True)
    assert own.hubs == ("http://127.0.0.1:8080/",)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a text",
        "{}",
        "[]",
        "{" * 100_000,
        '{"hubs": "https://hub.example/"}',
        "<",
        "<rss>",
        ATOM.format(links="", more=""),
        "<html><body><link rel='hub' href='https://hub.example/'></body></html>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><rss>&x;</rss>",
        ATOM.format(links='<link rel="hub" href="javascript:alert(1)"/>', more=""),
    ],
)
def test_without_a_hub_pulling_is_suggested(body):
    with pytest.raises(NoHubError, match="tidings pull"):
        find(body)


@pytest.mark.parametrize(
    ("header", "links"),
    [
        (HEADER, [("hub", HUB), ("self", TOPIC)]),
        ("<a>;rel=hub", [("hub", "a")]),
        ("< a > ; REL = HUB", [("hub", "a")]),
        ('<a>; rel="hub self"', [("hub", "a"), ("self", "a")]),
        ('<a>; title="x, <b>; rel=self"; rel="hub"', [("hub", "a")]),
        ('<a>; title="\\"; rel=self"; rel=hub', [("hub", "a")]),
        ("<a>; rel=hub; rel=self", [("hub", "a")]),
        ("<a>; crossorigin; rel=hub", [("hub", "a")]),
        ("<a,b>; rel=hub,<c>; rel=self", [("hub", "a,b"), ("self", "c")]),
        ("<a>, <b>; rel=hub", [("hub", "b")]),
        ("<a>; rel=next, rubbish, <b>; rel=hub", [("next", "a"), ("hub", "b")]),
        ("", []),
        ("<a", []),
        ("a; rel=hub", []),
    ],
)
def test_link_headers_are_read_as_they_are_written(header, links):
    assert list(read_links(header)) == links


@settings(deadline=None)
@given(st.text('<>;,="\\ relhubsf', max_size=200))
def test_no_header_is_an_error(header):
    assert all(len(each) == 2 for each in read_links(header))


@pytest.mark.parametrize("part", ["<", "<a>", "<a>;", '<a>;a="', "<a>;rel=hub,", ";", ",", '\\"'])
def test_a_header_made_to_last_does_not(part):
    assert len(list(read_links(part * 100_000))) < 2_000
