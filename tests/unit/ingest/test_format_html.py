"""A web page becomes the article in it, without what stands around."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.article import Caption
from tidings.draft import Draft
from tidings.reading import UnreadableError
from tidings_ingest.formats.html_page import MOST_CHARACTERS, MOST_TAGS
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "bridge.html"
PARAGRAPHS = (
    "<p>The new bridge of Linjiang opened on Sunday, the head of the transport office said.</p>"
    "<p>Three hundred people walked across the river, and the last ferry left at noon.</p>"
)


def read(head: str = "", article: str = PARAGRAPHS, attributes: str = "") -> Draft:
    page = f"<html {attributes}><head>{head}</head><body><article>{article}</article></body></html>"
    (draft,) = read_body(page.encode(), "text/html").drafts
    return draft


def refuse(body: bytes, content_type: str = "text/html") -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read_body(body, content_type)
    return refused.value


def test_an_example_page_arrives_with_everything_that_it_says():
    reading = read_body(EXAMPLE.read_bytes(), "text/html")
    (draft,) = reading.drafts

    assert (reading.format, reading.notes) == ("html", ())
    assert draft.headline == "临江大桥昨日通车"
    assert draft.byline == ("周小禾",)
    assert draft.url == "https://news.example/linjiang/2031/05/bridge"
    assert draft.language == "zh-CN"
    assert draft.published_at.isoformat() == "2031-05-04T08:00:00+08:00"
    assert draft.modified_at.isoformat() == "2031-05-04T09:30:00+08:00"
    assert draft.captions == (Caption(text="市民步行走过新桥。", photographer="何一舟"),)
    assert draft.body.split("\n")[0].startswith("昨日上午九时")
    assert draft.body.count("\n") == 5
    assert not any(word in draft.body for word in ("首页", "相关新闻", "版权", "何一舟 摄"))


@pytest.mark.parametrize(
    "content_type", [None, "application/octet-stream", "application/xhtml+xml"]
)
def test_a_page_is_recognised(content_type):
    assert read_body(EXAMPLE.read_bytes(), content_type).format == "html"


def test_xhtml_that_is_declared_as_xml_is_a_page():
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{PARAGRAPHS}</body></html>"

    assert read_body(page.encode(), "application/xml").format == "html"


@pytest.mark.parametrize(
    ("encode", "content_type"),
    [
        (lambda page: page.replace('"utf-8"', '"gb2312"').encode("gb18030"), "text/html"),
        (lambda page: page.encode("gb18030"), "text/html; charset=gbk"),
        (lambda page: page.encode("utf-16"), "text/html"),
        (lambda page: page.encode("utf-8-sig"), "text/html"),
        (lambda page: page.replace('<meta charset="utf-8">', "").encode(), "text/html"),
    ],
)
def test_a_page_is_read_in_its_encoding(encode, content_type):
    page = EXAMPLE.read_text(encoding="utf-8")

    assert read_body(encode(page), content_type).drafts[0].headline == "临江大桥昨日通车"


def test_linked_data_tells_the_title_the_authors_and_the_times():
    draft = read(
        '<title>x</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, '
        '{"@type": ["NewsArticle"], "headline": "Bridge &amp; river", "dateModified": '
        '"2031-05-04T09:00:00Z", "datePublished": "2031-05-04T08:00:00Z", '
        '"author": [{"name": "Ana Ruiz"}, {"name": "Bo Li"}], "keywords": ["bridges"]}]}</script>'
    )

    assert (draft.headline, draft.byline) == ("Bridge & river", ("Ana Ruiz", "Bo Li"))
    assert draft.published_at < draft.modified_at
    assert [each.name for each in draft.labels] == ["bridges"]


def test_linked_data_that_is_no_json_is_left_alone():
    script = '<title>The bridge</title><script type="application/ld+json">{"author": [</script>'

    assert read(script).body.count("\n") == 1


def test_the_address_is_the_canonical_one_or_none():
    said = '<meta property="og:url" content="https://n.example/2">'

    assert read(f'<link rel="canonical" href="https://n.example/1">{said}').url == (
        "https://n.example/1"
    )
    assert read(f'<link rel="canonical" href="javascript:x">{said}').url == "https://n.example/2"
    assert read('<link rel="canonical" href="/1">').url is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"<html><body></body></html>", 422),
        (b"<html></html>", 422),
        (b"<!-- -->", 422),
        (b"<", 422),
        (b"<a>" * (MOST_TAGS + 1), 413),
        (b"<p>" + b"a" * MOST_CHARACTERS, 413),
        (b"<div>" * MOST_TAGS, 422),
        (b"\0" * 100, 415),
        (b"<p>Log in</p>", 422),
    ],
)
def test_a_page_without_an_article_or_with_too_much_is_refused(body, status):
    assert refuse(body).status == status


def test_an_unknown_charset_is_refused():
    assert refuse(b"<p>a", "text/html; charset=x-none").status == 415


def test_trafilatura_is_loaded_by_the_first_page_only():
    code = "import sys, tidings_ingest.reading; print('trafilatura' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"


def fill(piece: str) -> bytes:
    tags = piece.count("<")
    return (piece * (MOST_TAGS // 4 // tags)).encode()


@pytest.mark.parametrize(
    "body",
    [
        fill("<div><a href='x'>a link</a> text</div>"),
        fill("<p>some words of a paragraph</p>"),
        fill("<span>text</span>"),
        fill("<table><tr><td>text"),
        fill("<b>text"),
        fill("<blockquote>text of a quotation</blockquote>"),
        b"<p>" + b"word " * 200_000,
        b'<meta name="author" content="' + b"a, " * 100_000 + b'">' + PARAGRAPHS.encode(),
        *(
            b'<meta name="author" content="' + each * 100_000 + b'">' + PARAGRAPHS.encode()
            for each in (b"(", b"[", b"{", b"<![CDATA[")
        ),
        b'<meta name="author" content="a; b x; c y">' * 20_000 + PARAGRAPHS.encode(),
        b'<script type="application/ld+json">'
        + b'"author":' * 20_000
        + b"</script>"
        + PARAGRAPHS.encode(),
        b"<title>" + b" " * 500_000 + b"- a</title>" + PARAGRAPHS.encode(),
        b'<script type="application/ld+json">'
        + b"[" * 100_000
        + b"</script>"
        + PARAGRAPHS.encode(),
    ],
    ids=lambda body: body[:40].decode(),
)
def test_a_hostile_page_costs_little(body):
    started = time.process_time()
    with suppress(UnreadableError):
        read_body(body, "text/html")

    # Each takes under two seconds of one core.
    assert time.process_time() - started < 10


PIECES = st.sampled_from(
    ["<html>", "<body>", "<p>", "</p>", "<div", ">", "<!--", "-->", "<script>", "</script>", "a",
     "&#0;", "<title>", "<meta charset=", "<![CDATA[", "\0", "临江", "<h1>", "<article>"]
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(
    st.binary(max_size=200) | st.lists(PIECES, max_size=20).map(lambda them: "".join(them).encode())
)
def test_no_bytes_end_in_another_error(body):
    with suppress(UnreadableError):
        assert read_body(body, "text/html").drafts


SITE = "<meta property='og:site_name' content='River Daily'>"


@pytest.mark.parametrize(
    ("title", "heading", "head", "headline"),
    [
        ("Bridge opens | River Daily", "Bridge opens", "", "Bridge opens"),
        (
            "Traffic: Bridge opens - River Daily",
            "Traffic: Bridge opens",
            "",
            "Traffic: Bridge opens",
        ),
        ("News » Bridge opens", "Bridge opens", "", "Bridge opens"),
        ("临江大桥通车_临江日报", "临江大桥通车", "", "临江大桥通车"),
        ("Bridge opens - River Daily", "", SITE, "Bridge opens"),
        ("Bridge opens (River Daily)", "", SITE, "Bridge opens (River Daily)"),
        ("River Daily", "", SITE, "River Daily"),
        ("Bridge opens, three years late", "Bridge opens", SITE, "Bridge opens, three years late"),
        ("North-south bridge opens", "North", SITE, "North-south bridge opens"),
        ("What the bridge means to us", "Opinion", SITE, "What the bridge means to us"),
    ],
)
def test_a_headline_is_without_the_name_of_site_and_section(title, heading, head, headline):
    head = f"<meta property='og:title' content='{title}'>{head}"
    draft = read(head, f"<h1>{heading}</h1>{PARAGRAPHS}")

    assert draft.headline == headline


def test_a_nul_among_much_text_makes_no_page_binary():
    page = f"<html><title>Bridge opens</title><body>{PARAGRAPHS * 9}</body></html>"
    reading = read_body(page.replace("Linjiang", "Lin\0jiang", 1).encode(), "text/html")

    assert "The new bridge of Linjiang opened" in reading.drafts[0].body
    assert reading.notes == ("1 NUL characters, left out",)
