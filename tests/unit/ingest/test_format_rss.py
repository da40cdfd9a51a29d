"""Every dialect of RSS becomes drafts: text, captions, names, times and addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidings.article import Caption, Label
from tidings.draft import Draft
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.reading import read_body

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples" / "feeds"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def read(*items: str, head: str = "", version: str = "2.0") -> Reading:
    inside = "".join(f"<item>{each}</item>" for each in items)
    feed = f'<rss version="{version}" {NAMESPACES}><channel>{head}{inside}</channel></rss>'
    return read_body(feed.encode(), "application/rss+xml")


def read_one(item: str, **other: str) -> Draft:
    (draft,) = read(item, **other).drafts
    return draft


def test_an_example_feed_arrives_with_everything_that_it_says():
    reading = read_body((EXAMPLES / "river-daily.rss").read_bytes(), "application/rss+xml")
    bridge, strike = reading.drafts

    assert reading.format == "rss"
    assert bridge.publisher_id == "linjiang-2031-0504-01"
    assert bridge.url == "https://news.example/linjiang/2031/05/bridge"
    assert bridge.byline == ("周小禾", "何一舟")
    assert bridge.body.count("\n") == 1
    assert "“江燕号”" in bridge.body
    assert bridge.captions == (
        Caption(text="市民步行走过新桥。", photographer="何一舟"),
        Caption(text="轮渡“江燕号”停靠在南岸码头。", photographer="殷小雪"),
    )
    assert bridge.published_at.isoformat() == "2031-05-04T08:00:00+08:00"
    assert bridge.labels == (Label(kind="subject", name="交通"),)
    assert (strike.language, strike.byline) == ("en", ("Ana Ruiz",))
    assert strike.body.startswith("The Ferry Workers’ Union")
    assert reading.notes == ("1 of 2: without its full text, the description was taken",)


def test_rss_1_0_has_its_items_beside_the_channel():
    reading = read_body((EXAMPLES / "valley-wire.rdf").read_bytes(), "application/rdf+xml")
    (quake,) = reading.drafts

    assert reading.format == "rss"
    assert quake.publisher_id == quake.url == "https://valley.example/2031/quake"
    assert (quake.language, quake.byline) == ("en", ("Mira Sand",))
    assert quake.published_at.isoformat() == "2031-05-04T23:10:00+01:00"


def test_an_example_of_rss_0_91_is_read_in_its_encoding_with_what_had_to_be_put_right():
    reading = read_body((EXAMPLES / "mill-lane.rss").read_bytes(), "application/rss+xml")
    cafe, pumps = reading.drafts

    assert (cafe.publisher_id, cafe.published_at, cafe.language) == (None, None, "en-gb")
    assert cafe.headline == "Café on Mill Lane reopens after the flood"
    assert "her café on Mill Lane" in cafe.body
    assert pumps.headline == "Council buys two pumps & a boat"
    assert pumps.url == "https://gazette.example/2031/pumps"
    assert reading.notes == (
        "references to characters that XML does not know were resolved",
        "2 of 2: without its full text, the description was taken",
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "2.0"])
def test_an_item_without_guid_is_identified_by_its_link(version):
    draft = read_one("<title>a</title><link>https://n.example/1</link>", version=version)

    assert (draft.publisher_id, draft.url) == (None, "https://n.example/1")


def test_the_full_text_is_taken_before_the_description():
    draft = read_one(
        "<title>a</title><description>short</description>"
        "<content:encoded>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</content:encoded>"
    )

    assert draft.body == "one\ntwo"


def test_xhtml_in_an_item_is_full_text():
    assert read_one("<xhtml:body><xhtml:p>one</xhtml:p>two</xhtml:body>").body == "one\ntwo"


def test_a_description_of_plain_lines_keeps_them_as_paragraphs():
    assert read_one("<description>one\n\n two &amp;amp; three</description>").body == (
        "one\ntwo & three"
    )


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("AT&amp;amp;T &amp;quot;wins&amp;quot;", 'AT&T "wins"'),
        ("<![CDATA[<b>Flood</b> in Linjiang]]>", "Flood in Linjiang"),
        ("a &lt; b and c &gt; d", "a < b and c > d"),
        ("Why x &lt;y&gt; matters", "Why x <y> matters"),
        ("two\n  lines", "two lines"),
        ("R&amp;notes", "R&notes"),
        ("caf&eacute; &amp;#8211; open", "café – open"),
        ("a\u202eb", "ab"),
        ("a\x07b", "ab"),
    ],
)
def test_a_title_is_one_line_without_markup_and_references(title, headline):
    assert read_one(f"<title>{title}</title>").headline == headline


def test_a_media_description_is_a_caption_and_never_the_body():
    draft = read_one(
        "<description>text</description><media:content url='x'><media:title>t</media:title>"
        "<media:description>a caption</media:description></media:content>"
    )

    assert (draft.headline, draft.body) == (None, "text")
    assert draft.captions == (Caption(text="a caption"),)


def test_the_description_of_a_film_is_its_text():
    draft = read_one(
        "<title>a</title><media:group><media:content url='x' type='video/mp4'/>"
        "<media:description>about the film</media:description></media:group>"
    )

    assert (draft.body, draft.captions) == ("about the film", ())


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/1</link>", "https://n.example/1"),
        ("<link/><guid>https://n.example/2</guid>", "https://n.example/2"),
        ("<guid isPermaLink='false'>https://n.example/2</guid>", None),
        ("<atom:link href='https://n.example/3'/>", "https://n.example/3"),
        ("<atom:link rel='self' href='https://n.example/3'/>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[</link>", None),
        ("<link>https://n.example/a b</link>", None),
    ],
)
def test_an_address_is_absolute_and_of_the_web_or_left_out(item, url):
    head = "<link>https://n.example/</link>"

    assert read_one(f"<title>a</title>{item}", head=head).url == url


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("<author>desk@n.example (Ana Ruiz)</author>", ("Ana Ruiz",)),
        ("<author>desk@n.example</author>", ()),
        ("<dc:creator>By Ana Ruiz and Bo Li</dc:creator>", ("Ana Ruiz", "Bo Li")),
        ("<dc:creator>Ana Ruiz</dc:creator><dc:creator>Bo Li</dc:creator>", ("Ana Ruiz", "Bo Li")),
        ("<dc:creator>本报记者 周小禾</dc:creator>", ("周小禾",)),
        ("<author/><dc:creator>Ana Ruiz, Valley Wire</dc:creator>", ("Ana Ruiz, Valley Wire",)),
    ],
)
def test_a_byline_is_names(field, names):
    assert read_one(f"<title>a</title>{field}").byline == names


def test_a_time_that_cannot_be_read_is_left_out_and_told():
    reading = read(
        "<title>a</title><pubDate>yesterday</pubDate><dc:date>2031-05-04T08:00:00Z</dc:date>",
        "<title>b</title><pubDate>soon</pubDate>",
    )

    assert [each.published_at for each in reading.drafts] == [
        datetime(2031, 5, 4, 8, tzinfo=UTC),
        None,
    ]
    assert reading.notes == ("2 of 2: with a time that could not be read, it was left out",)


def test_a_bad_item_is_named_and_the_others_go_on():
    reading = read("<title>a</title>", "<link>https://n.example/</link>", "<title>c</title>")

    assert [each.headline for each in reading.drafts] == ["a", "c"]
    assert reading.items[1] == Problem("item 2, body", "neither headline nor body has any text")


@pytest.mark.parametrize(("count", "status"), [(0, 422), (1_001, 413)])
def test_a_feed_without_items_or_with_too_many_is_refused(count, status):
    with pytest.raises(UnreadableError) as refused:
        read(*["<title>a</title>"] * count)

    assert refused.value.status == status


def test_a_feed_that_says_no_language_is_looked_at():
    chinese = read_one("<title>临江大桥通车，三百名市民到场</title>")
    english = read_one("<title>The bridge of Linjiang is open to the public</title>")

    assert (chinese.language, english.language) == ("zh-Hans", "en")


def test_the_dtd_that_rss_0_91_names_is_not_fetched_and_does_no_harm():
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    item = "<item><title>caf&eacute;</title></item>"
    feed = f"{doctype}<rss version='0.91'><channel>{item}</channel></rss>"

    assert read_body(feed.encode(), "text/xml").drafts[0].headline == "café"
