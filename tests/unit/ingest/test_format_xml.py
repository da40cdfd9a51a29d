"""XML of any encoding is read, and hostile XML costs little, fetches nothing and is refused."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.formats import MOST_BODY_BYTES
from tidings.reading import UnreadableError
from tidings_ingest.formats.xml_documents import parse_xml

ITEM = "<item><title>临江大桥通车</title></item>"
FEED = f"<rss version='2.0'><channel>{ITEM}</channel></rss>"


def refuse(body: bytes, charset: str | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        parse_xml(body, charset)
    return refused.value


def declare(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{FEED}'


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (FEED.encode(), None),
        (("\ufeff" + declare("UTF-8")).encode(), None),
        (declare("GB18030").encode("gb18030"), None),
        (declare("gb2312").encode("gbk"), None),
        (declare("GBK").encode("gbk"), "gbk"),
        (declare("utf-16").encode("utf-16"), None),
        (declare("utf-16").encode("utf-16-le"), None),
        (declare("utf-16").encode("utf-16-be"), None),
        (declare("utf-16").encode(), None),
        (FEED.encode("gb18030"), "gb18030"),
        (declare("utf-8").encode("gb18030"), "gb18030"),
        (("\n  " + declare("UTF-8")).encode(), "utf-8"),
        (declare("us-ascii").encode(), None),
    ],
)
def test_a_feed_is_read_in_its_encoding(body, charset):
    assert parse_xml(body, charset).drafts[0].headline == "临江大桥通车"


@pytest.mark.parametrize(
    "title",
    ["AT&T", "caf&eacute; &nbsp;&mdash;", "?a=1&b=2", "&LT;b&GT; &AMP;", "a\x08b", "&undefined;"],
)
def test_the_usual_faults_of_feeds_are_put_right_and_told(title):
    reading = parse_xml(FEED.replace("临江大桥通车", title).encode(), None)

    assert reading.drafts
    assert reading.notes


XXE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        (b"", 422, "body"),
        (b"\xef\xbb\xbf \n", 422, "body"),
        (b"no xml", 400, "line 1, column 1"),
        (b"<rss>\n<channel></rss>", 400, "line 2, column 12"),
        (b"<rss", 400, "line 1, column 1"),
        (b"<rss/><rss/>", 400, "line 1, column 7"),
        (b"<rss><a b='1' b='2'/></rss>", 400, "line 1, column 15"),
        (b"<rss>a\0b</rss>", 400, "body"),
        (b"<rss>&#0;</rss>", 400, "line 1, column 6"),
        (b"<rss>&#xD800;</rss>", 400, "line 1, column 6"),
        (b"<rss><channel/></rss>", 422, "body"),
        (b"<opml/>", 422, "body"),
        (b"<?xml version='1.0' encoding='x-none'?><rss/>", 415, "XML declaration"),
        (f"{XXE}{FEED}".replace("临江", "&x;").encode(), 422, "DOCTYPE"),
        (f"{LAUGHS}{FEED}".replace("临江", "&j;").encode(), 422, "DOCTYPE"),
        (f"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>{FEED}".encode(), 422, "DOCTYPE"),
        (f"<!DOCTYPE rss [<!ATTLIST item a CDATA 'x'>]>{FEED}".encode(), 422, "DOCTYPE"),
        (f"<!DOCTYPE rss [<!ENTITY % p SYSTEM 'x'> %p;]>{FEED}".encode(), 422, "DOCTYPE"),
        (b"<rss>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</rss>", 422, "body"),
        (b"<a>" * 150_000, 400, "line 1, column 450001"),
    ],
)  # fmt: skip
def test_bad_xml_gets_its_status_and_the_place(body, status, where):
    refused = refuse(body)

    assert (refused.status, refused.problem.where) == (status, where)


def test_an_unknown_charset_of_the_header_is_named_as_such():
    assert refuse(FEED.encode(), "x-none").problem.where == "Content-Type"


def test_nothing_is_fetched_whatever_a_document_names(monkeypatch):
    def connect(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", connect)
    inside = FEED.replace("<rss ", "<rss xmlns:xi='http://www.w3.org/2001/XInclude' ").replace(
        ITEM, f"{ITEM}<xi:include href='http://127.0.0.1:9/'/>"
    )
    head = "<?xml-stylesheet href='http://127.0.0.1:9/'?>"
    dtd = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/">'
    )

    assert parse_xml(f"{head}{dtd}{inside}".encode(), None).drafts


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * (MOST_BODY_BYTES // 3),
        b"<rss>" + b"<a/>" * (MOST_BODY_BYTES // 4) + b"</rss>",
        b"<rss " + b" ".join(b"a%d='1'" % n for n in range(700_000)) + b"/>",
        b"<rss>" + b"&" * (MOST_BODY_BYTES - 11) + b"</rss>",
        b"<rss>" + b"&a" * (MOST_BODY_BYTES // 2 - 6) + b"</rss>",
        b"<!--" * (MOST_BODY_BYTES // 4),
        b"<rss><![CDATA[" * 100_000,
        b"<rss>" + b"<x:a xmlns:x='u%d'>" * 50_000,
    ],
    ids=lambda body: body[:20].decode(),
)
def test_a_hostile_document_costs_little(body):
    started = time.process_time()

    assert refuse(body).status in (400, 413, 422)
    # Each takes under two seconds of one core.
    assert time.process_time() - started < 10


@pytest.mark.parametrize("field", ["author", "title", "link", "guid", "pubDate", "category"])
def test_a_field_of_a_mebibyte_costs_little(field):
    started = time.process_time()
    value = "a" * 2**20
    with suppress(UnreadableError):
        parse_xml(FEED.replace("<title>", f"<{field}>{value}</{field}><title>").encode(), None)

    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    ["<rss>", "</rss>", "<item>", "</item>", "<title>", "</title>", "<channel>", "</channel>", "a",
     "&amp;", "&x;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE rss>", "<?xml version='1.0'?>",
     "<link>", "</link>", "<pubDate>1</pubDate>", "<guid>a</guid>", "临", "\0", "<a:b>", " x='1'"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(PIECES, max_size=20).map(lambda them: "".join(them).encode()),
    st.sampled_from([None, "utf-8", "utf-16", "gb18030", "x-none"]),
)
def test_no_bytes_end_in_another_error(body, charset):
    with suppress(UnreadableError):
        assert parse_xml(body, charset).items
