"""What publishers get wrong is put right and told, or refused in words that say what it is."""

from __future__ import annotations

import pytest

from tidings.draft import Draft
from tidings.reading import Reading, UnreadableError
from tidings_ingest.reading import read_body

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
XHTML = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>502 Bad Gateway</title></head>"
    "<body><p>The server could not be reached, please try again in a few minutes.</p></body></html>"
)
ERROR_PAGES = [
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><hr></body></html>",
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<title>502 Bad Gateway</title>',
    "<html><head><meta charset=utf-8><title>502 Bad Gateway\n</title><p>Please wait a while.<br>",
    XHTML,
]


def wrap(item: str, *, head: str = "") -> str:
    return f"<rss version='2.0' {NAMESPACES}><channel>{head}<item>{item}</item></channel></rss>"


def read(body: str | bytes, content_type: str | None = "application/rss+xml") -> Reading:
    return read_body(body if isinstance(body, bytes) else body.encode(), content_type)


def read_item(item: str, *, head: str = "") -> Draft:
    (draft,) = read(wrap(item, head=head)).drafts
    return draft


def refuse(body: str, content_type: str | None) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read(body, content_type)
    return refused.value


@pytest.mark.parametrize("page", ERROR_PAGES)
@pytest.mark.parametrize(
    "content_type", ["application/rss+xml", "application/atom+xml", "application/nitf+xml"]
)
def test_an_error_page_that_is_served_as_a_feed_is_refused_by_its_title(page, content_type):
    refused = refuse(page, content_type)

    assert refused.status == 422
    assert "a web page, called '502 Bad Gateway'" in refused.problem.detail


@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=utf-8", "text/plain"])
def test_a_feed_that_is_served_as_a_page_or_as_text_is_read_as_the_feed_that_it_is(content_type):
    reading = read(f"<?xml version='1.0'?>{wrap('<title>临江大桥通车</title>')}", content_type)

    assert (reading.format, reading.drafts[0].headline) == ("rss", "临江大桥通车")
    declared = content_type.partition(";")[0]
    assert reading.notes == (f"declared as {declared}, read as rss",)


@pytest.mark.parametrize(
    "body", ['<NewsML Version="1.2"><NewsItem/></NewsML>', "<sitemap/>", "<x:urlset></x:urlset>"]
)
def test_xml_of_another_kind_is_refused_and_never_taken_for_a_text(body):
    refused = refuse(body, None)

    assert refused.status in (400, 422)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n<!-- served by web3 -->\n<script>track()</script>"),
        ("<br />\n<b>Warning</b>: foo() in /a.php on line 1<br />\n<?xml version='1.0'?>", ""),
        ("Notice: x\n", "bye"),
    ],
)
def test_what_a_server_printed_around_a_feed_is_left_out_and_told(before, after):
    reading = read(before + wrap("<title>caf&eacute;</title>") + after)

    assert reading.drafts[0].headline == "café"
    assert reading.notes[0] == "something before or after the document, left out"


def test_a_feed_that_was_cut_off_is_refused_with_the_place():
    refused = refuse(wrap("<title>a</title>")[:-20], "application/rss+xml")

    assert (refused.status, refused.problem.where[:5]) == (400, "line ")


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("gb2312", "utf-8-sig"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "gb18030"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_feed_in_another_encoding_than_it_declares_is_read(declared, written):
    # The last characters are in GB 18030 and not in GB 2312.
    title = "临江大桥昨日通车，三百名市民步行过江，镕㐂𠀀"
    body = f"<?xml version='1.0' encoding='{declared}'?>{wrap(f'<title>{title}</title>')}"

    assert read(body.encode(written)).drafts[0].headline == title


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("the mayor\x92s bridge", "the mayor’s bridge"),
        ("the mayor&#146;s bridge", "the mayor’s bridge"),
        ("&#x93;open&#X94; &#0150; at last", "“open” – at last"),
        ("<![CDATA[the mayor&#146;s bridge]]>", "the mayor’s bridge"),
        ("a&#129;b", "ab"),
    ],
)
def test_marks_of_windows_that_stand_as_controls_are_the_marks_that_they_mean(title, headline):
    body = f"<description>{title}</description><title>{title}</title>"

    assert (read_item(body).headline, read_item(body).body) == (headline, headline)


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", ["utf-32", "utf-8"])
def test_a_feed_in_utf_32_without_a_mark_is_read(codec, declared):
    body = f"<?xml version='1.0' encoding='{declared}'?>{wrap('<title>临江</title>')}"

    assert read(body.encode(codec)).drafts[0].headline == "临江"


def test_prefixes_that_no_namespace_is_declared_for_mean_what_they_mean_elsewhere():
    item = (
        "<title>12</title><content:encoded>&lt;p&gt;Full.&lt;/p&gt;</content:encoded>"
        "<dc:creator>Ana Ruiz</dc:creator><own:thing own:kind='x'>y</own:thing>"
    )
    reading = read(f"<rss version='2.0'><channel><item>{item}</item></channel></rss>")
    (draft,) = reading.drafts

    assert (draft.body, draft.byline) == ("Full.", ("Ana Ruiz",))
    assert reading.notes == ("prefixes without a namespace were read as they are mostly meant",)


@pytest.mark.parametrize(
    "content",
    [
        "<atom:content type='html'>&lt;p>one&lt;/p>&lt;p>two&lt;/p></atom:content>",
        "<body xmlns='http://www.w3.org/1999/xhtml'><p>one</p><p>two</p></body>",
        "<body><p>one</p><p>two</p></body>",
        "<fullitem>&lt;p>one&lt;/p>&lt;p>two&lt;/p></fullitem>",
        "<content:encoded/><body>one&lt;br>two</body>",
    ],
)
def test_the_whole_text_may_stand_in_an_element_of_another_format(content):
    reading = read(wrap(f"<title>a</title><description>less</description>{content}"))

    assert (reading.drafts[0].body, len(reading.notes)) == ("one\ntwo", "atom" in content)


def test_authors_and_subjects_may_stand_in_elements_of_other_modules():
    item = "<title>a</title><dc:author>Ana Ruiz</dc:author><media:category>Rain</media:category>"
    draft = read_item(item)

    assert (draft.byline, [each.name for each in draft.labels]) == (("Ana Ruiz",), ["Rain"])


def test_a_prefix_that_is_declared_for_something_else_stays_that():
    body = (
        "<rss xmlns:dc='https://n.example/dc'><channel><item><title>a</title>"
        "<dc:creator>no</dc:creator><media:title>b</media:title></item></channel></rss>"
    )

    assert read(body).drafts[0].byline == ()


def test_only_the_last_bracket_may_be_missing():
    reading = read(wrap("<title>a&b</title>").rstrip(">"))

    assert reading.drafts[0].headline == "a&b"
    assert "the last bracket was missing" in reading.notes


def test_a_charset_that_only_the_server_believes_in_is_not_believed():
    body = wrap("<title>临江大桥通车</title>")

    assert read(body, "text/xml; charset=ISO-8859-1").drafts[0].headline == "临江大桥通车"


@pytest.mark.parametrize(
    ("base", "link", "url"),
    [
        ("https://n.example/x/", "a/b", "https://n.example/x/a/b"),
        ("sub/", "b", "https://home.example/sub/b"),
        ("", "/b", "https://home.example/b"),
    ],
)
def test_a_relative_link_belongs_to_the_nearest_base(base, link, url):
    body = wrap(f"<title>a</title><link>{link}</link>", head="<link>https://home.example/</link>")
    (draft,) = read(body.replace("<item>", f"<item xml:base='{base}'>")).drafts

    assert draft.url == url


@pytest.mark.parametrize(
    ("guid", "publisher_id"),
    [("<guid/>", None), ("<guid> \n </guid>", None), ("<guid isPermaLink='false'>7</guid>", "7")],
)
def test_an_empty_guid_is_none(guid, publisher_id):
    assert read_item(f"<title>a</title>{guid}").publisher_id == publisher_id


@pytest.mark.parametrize(
    ("item", "headline", "body"),
    [
        ("<title>12</title><itunes:summary>Bridges</itunes:summary>", "12", "Bridges"),
        ("<title>12</title><enclosure url='x.mp3'/>", "12", ""),
        ("<itunes:title>12</itunes:title><itunes:subtitle>of</itunes:subtitle>", "12", "of"),
    ],
)
def test_an_item_of_a_podcast_has_what_it_says_in_words(item, headline, body):
    draft = read_item(item)

    assert (draft.headline, draft.body) == (headline, body)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("&amp;lt;b&amp;gt;Flood&amp;lt;/b&amp;gt; in Linjiang", "Flood in Linjiang"),
        ("Why &amp;lt;b&amp;gt; is dead", "Why <b> is dead"),
        ("R&amp;amp;amp;D", "R&amp;D"),
        ("<b>bold</b> move", "bold move"),
        ("<![CDATA[<script>x()</script>Flood <img src=x onerror=y()>]]>", "Flood"),
        ("&#x1F30A; &#128167;", "🌊 💧"),
    ],
)
def test_a_title_that_was_escaped_once_too_often_is_still_a_title(title, headline):
    assert read_item(f"<title>{title}</title>").headline == headline


def test_of_several_alternates_that_of_a_page_in_the_language_of_the_article_is_taken():
    links = "".join(
        f"<link rel='alternate' type='{kind}' hreflang='{tag}' href='https://n.example/{name}'/>"
        for kind, tag, name in [
            ("application/json", "en", "1.json"),
            ("text/html", "de", "de/1"),
            ("text/html", "en-GB", "en/1"),
        ]
    )
    entry = f"<entry><id>1</id><title>a</title>{links}</entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>{entry}</feed>"

    assert read(feed, "application/atom+xml").drafts[0].url == "https://n.example/en/1"


RENDITION = (
    "<inlineXML xml:lang='{tag}'><html xmlns='http://www.w3.org/1999/xhtml'><body>{text}</body>"
    "</html></inlineXML>"
)


@pytest.mark.parametrize(
    ("language", "headline", "body"), [("en", "Head", "full text"), ("de", "Kopf", "Text")]
)
def test_of_renditions_the_fullest_in_the_language_of_the_item_is_taken(language, headline, body):
    texts = (("de", "Text"), ("en", "short"), ("en", "full text"), ("fr", "le texte tout entier"))
    inside = "".join(RENDITION.format(tag=tag, text=text) for tag, text in texts)
    item = (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:1'><contentMeta>"
        f"<language tag='{language}'/>"
        "<headline xml:lang='de' role='hld:subHeadline'>Unter</headline>"
        "<headline xml:lang='de'>Kopf</headline><headline xml:lang='en'>Head</headline>"
        f"</contentMeta><contentSet>{inside}</contentSet></newsItem>"
    )
    (draft,) = read(item, None).drafts

    assert (draft.headline, draft.body) == (headline, body)


def test_a_table_is_a_line_for_each_row():
    rows = "<tr><td>Osterby</td><td>3</td></tr><tr><td>Norvale</td><td>2</td></tr>"
    body = f"<nitf><body><body.content><table>{rows}</table></body.content></body></nitf>"

    assert read(body, "application/nitf+xml").drafts[0].body == "Osterby 3\nNorvale 2"
