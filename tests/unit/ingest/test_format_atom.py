"""Atom feeds and entries become drafts, and tombstones withdrawals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.draft import Draft
from tidings.reading import Reading
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "hill-post.atom"
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def read(
    inside: str, attributes: str = "", namespace: str = "http://www.w3.org/2005/Atom"
) -> Reading:
    feed = f'<feed xmlns="{namespace}" {attributes}>{inside}</feed>'
    return read_body(feed.encode(), "application/atom+xml")


def read_one(entry: str, **other: str) -> Draft:
    (draft,) = read(f"<entry>{entry}</entry>", **other).drafts
    return draft


def test_an_example_feed_arrives_with_everything_that_it_says():
    reading = read_body(EXAMPLE.read_bytes(), "application/atom+xml")
    mayor, snow = reading.drafts

    assert reading.format == "atom"
    assert mayor.publisher_id == "tag:hill.example,2031:a-17"
    assert mayor.url == "https://hill.example/2031/05/mayor"
    assert mayor.headline == "Mayor of Osterby resigns after dam report"
    assert mayor.byline == ("Ana Ruiz", "Bo Lindqvist")
    assert mayor.body.split("\n")[0].endswith("after a report on the Alder Dam.")
    assert mayor.published_at.isoformat() == "2031-05-04T06:00:00+02:00"
    assert mayor.modified_at.isoformat() == "2031-05-04T09:30:00+02:00"
    assert (snow.language, snow.byline) == ("en", ("Hill Post newsroom",))
    assert snow.published_at == snow.modified_at


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<content>1 &lt;b&gt; 2</content>", "1 <b> 2"),
        ('<content type="text">a\n\nb</content>', "a\nb"),
        ('<content type="html">&lt;p&gt;a &amp;amp; b&lt;/p&gt;&lt;p&gt;c</content>', "a & b\nc"),
        (f'<content type="xhtml"><div {XHTML}><p>a</p>b</div></content>', "a\nb"),
        ('<content type="html"><p>not escaped</p></content>', "not escaped"),
        ('<content type="image/png">iVBORw0KGgo=</content><summary>s</summary>', "s"),
        ('<content src="x"/><summary type="html">&lt;i&gt;s&lt;/i&gt;</summary>', "s"),
    ],
)
def test_content_is_read_as_its_type_says(content, body):
    assert read_one(f"<title>t</title>{content}").body == body


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("<title>The tag &lt;b&gt; &amp;amp; its use</title>", "The tag <b> &amp; its use"),
        ('<title type="html">&lt;b&gt;Flood&lt;/b&gt; &amp;amp; rain</title>', "Flood & rain"),
        (f'<title type="xhtml"><div {XHTML}>Flood <b>and</b> rain</div></title>', "Flood and rain"),
    ],
)
def test_markup_in_a_title_is_text_where_the_type_is_text(title, headline):
    assert read_one(title).headline == headline


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link href="b"/>', "https://n.example/a/b"),
        ('<link rel="self" href="x"/><link rel="alternate" href="/b"/>', "https://n.example/b"),
        ('<link type="application/pdf" href="p"/><link href="h"/>', "https://n.example/a/h"),
        ('<link xml:base="https://m.example/" href="b"/>', "https://m.example/b"),
        ('<link rel="self" href="x"/>', None),
    ],
)
def test_the_alternate_link_is_the_address(links, url):
    draft = read_one(f"<title>t</title>{links}", attributes='xml:base="https://n.example/a/"')

    assert draft.url == url


def test_a_feed_that_forgets_its_namespace_is_read_all_the_same():
    feed = "<feed><entry><title>t</title><id>i</id></entry></feed>"

    assert read_body(feed.encode(), "application/atom+xml").drafts[0].publisher_id == "i"


def test_a_single_entry_is_a_document_too():
    entry = '<entry xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>i</id></entry>'

    assert read_body(entry.encode(), None).drafts[0].publisher_id == "i"


def test_a_deleted_entry_withdraws_its_article():
    reading = read(
        '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:1" '
        'when="2031-05-04T08:00:00Z"/>'
    )
    (draft,) = reading.drafts

    assert (draft.status, draft.publisher_id) == ("withdrawn", "tag:1")
    assert draft.modified_at.isoformat() == "2031-05-04T08:00:00+00:00"


def test_atom_0_3_is_read_with_its_own_names_and_modes():
    draft = read_one(
        '<title mode="escaped" type="text/html">&lt;b&gt;t&lt;/b&gt;</title>'
        "<issued>2031-05-04T08:00:00Z</issued><modified>2031-05-04T09:00:00Z</modified>"
        '<content type="text/html" mode="base64">PHA+YTwvcD48cD5iPC9wPg==</content>',
        namespace="http://purl.org/atom/ns#",
    )

    assert (draft.headline, draft.body) == ("t", "a\nb")
    assert draft.modified_at > draft.published_at


def test_the_nearest_language_is_the_one_of_the_text():
    draft = read_one(
        "<title>t</title><content xml:lang='sv'>text</content>", attributes="xml:lang='en'"
    )

    assert draft.language == "sv"


def test_relative_addresses_of_a_feed_that_names_only_itself_belong_there():
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><link href='.'/>"
        "<link rel='self' href='https://n.example/town/feed.atom'/>"
        "<entry><title>a</title><link href='2031/bridge'/></entry></feed>"
    )
    (draft,) = read_body(feed.encode(), "application/atom+xml").drafts

    assert draft.url == "https://n.example/town/2031/bridge"
