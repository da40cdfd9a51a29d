"""The reader finds the format, and the registry and the list of formats agree."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.formats import FORMATS
from tidings.reading import UnreadableError, load_reader
from tidings_ingest.formats import PARSERS
from tidings_ingest.reading import MOST_TAGS, read_body

PAGE = "临江大桥通车\n\n本报讯(记者 周小禾)昨日，临江大桥通车，三百名市民到场。\n"
ARTICLE = '{"headline":"临江大桥通车"}'


def refuse(body: bytes, content_type: str | None) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read_body(body, content_type)
    return refused.value


def test_every_listed_format_has_a_parser_and_every_parser_a_listed_format():
    assert set(PARSERS) == set(FORMATS)


def test_the_reader_of_the_installed_package_is_this_one():
    assert load_reader() is read_body


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        (PAGE, "text/plain", "text"),
        (PAGE, "TEXT/Plain; charset=UTF-8", "text"),
        (PAGE, 'text/plain; x=y; Charset="utf-8"', "text"),
        (ARTICLE, "application/json", "json"),
        (ARTICLE, "text/plain", "text"),
        (PAGE, None, "text"),
        (ARTICLE, None, "json"),
        ("\ufeff " + ARTICLE, "application/octet-stream", "json"),
        ("{a line of a page in braces", "", "text"),
    ],
)
def test_a_body_is_read_as_declared_or_else_as_what_it_looks_like(body, content_type, name):
    assert read_body(body.encode(), content_type).format == name


@pytest.mark.parametrize(
    "content_type", ["image/png", "text/css", "application/x-www-form-urlencoded", "x" * 5_000]
)
def test_a_type_that_is_not_taken_is_answered_with_those_that_are(content_type):
    refused = refuse(PAGE.encode(), content_type)

    assert (refused.status, refused.problem.where) == (415, "Content-Type")
    assert "text/plain, application/json" in refused.problem.detail
    assert len(refused.problem.detail) < 300


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"", 422, "empty"),
        (b"\xef\xbb\xbf", 422, "empty"),
        (" \n　\r\n".encode(), 422, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), 415, "binary (a PNG picture)"),
        (b"PK\x03\x04 an archive", 415, "binary"),
        (b"\x1f\x8b\x08 gzip", 415, "binary (gzip data)"),
        (b"a\0b", 415, "binary (a NUL at byte 1)"),
        ("a\0b".encode("utf-16"), 415, "binary (a NUL at character 1)"),
        (bytes(range(1, 256)) * 100, 415, "binary"),
    ],
)
@pytest.mark.parametrize("content_type", ["text/plain", None])
def test_what_is_no_text_is_refused_in_words(body, status, word, content_type):
    refused = refuse(body, content_type)

    assert refused.status == status
    assert word in refused.problem.detail


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_break_gives_the_same_articles(ending):
    assert read_body(PAGE.replace("\n", ending).encode(), "text/plain").drafts == (
        read_body(PAGE.encode(), "text/plain").drafts
    )


def test_what_was_done_to_the_encoding_is_told():
    reading = read_body(PAGE.encode("gb18030"), "text/plain")

    assert reading.notes == ("read as gb18030",)
    assert reading.drafts == read_body(PAGE.encode(), None).drafts


@given(st.binary(max_size=300), st.sampled_from([None, "text/plain", "text/plain; charset=big5"]))
def test_no_bytes_end_in_another_error(body, content_type):
    with suppress(UnreadableError):
        assert read_body(body, content_type).drafts


@pytest.mark.parametrize("tag", ["<p>", "&lt;p>", "&#60;p>", "&#x3c;p>", "\\u003cp>"])
@pytest.mark.parametrize("content_type", ["application/json", "application/rss+xml", None])
def test_more_tags_than_any_feed_has_are_refused_before_they_are_read(tag, content_type):
    refused = refuse(tag.encode() * (MOST_TAGS + 1), content_type)

    assert (refused.status, refused.problem.where) == (413, "body")
