"""What a writer of a format puts in comes out, and no damage ends in anything but an answer."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from format_writers import WRITERS, Sent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidings.formats import find_by_path
from tidings.reading import Reading, UnreadableError
from tidings_ingest.formats.plain import drop_controls, tidy_line
from tidings_ingest.reading import read_body

# The same few each time, so that all formats take some five seconds; EXAMPLES=500 for many.
FEW = settings(
    max_examples=int(os.environ.get("EXAMPLES", "6")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "feeds").iterdir())
PAGE = Path(__file__).parents[3] / "examples" / "pages" / "riverside.txt"
NAMES = ("Ana Ruiz", "Bo Lindqvist", "周小禾", "Karin Holt")

words = st.sampled_from(
    ["临江", "大桥", "𠀀", "🌊", "שלום", "\u2067שלום\u2069", "\u202e", "\u202c", "\u200f", "café",
     "cafe\u0301", "&", "&amp;", "&eacute;", "&#233;", "<", "<b>", ">", "a<b", "\"q\"", "'", "]]>",
     "R&D", "\u00a0", "\u3000", "{x}", "\\n", "%s", "x", "Mayor", "opens", "bridge"]
)  # fmt: skip
lines = st.lists(words, min_size=1, max_size=8).map(" ".join).filter(tidy_line)
zones = st.integers(-14 * 4, 14 * 4).map(lambda each: timezone(timedelta(minutes=15 * each)))
moments = st.builds(datetime.fromtimestamp, st.integers(0, 2**32), zones)
articles = st.lists(
    st.builds(
        Sent,
        id=st.from_regex(r"urn:[a-z]{1,9}:[0-9]{1,9}", fullmatch=True),
        url=st.integers(0).map("https://n.example/?a=1&b={}".format),
        headline=lines,
        paragraphs=st.lists(lines, min_size=1, max_size=4).map(tuple),
        byline=st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple),
        published_at=st.none() | moments,
        modified_at=st.none() | moments,
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each.id,
)


def tidy_paragraph(name: str, text: str) -> str:
    """Return ``text`` as it arrives: only the project's own JSON keeps the blanks within a line."""
    return drop_controls(text).strip() if name == "ndjson" else tidy_line(text)


@pytest.mark.parametrize("name", WRITERS)
@FEW
@given(sent=articles)
def test_what_was_written_is_read_back(name, sent):
    content_type, write = WRITERS[name]
    reading = read_body(write(sent).encode(), content_type)
    sent = sent[:1] if name == "nitf" else sent

    assert [each.publisher_id for each in reading.drafts] == [each.id for each in sent]
    for draft, each in zip(reading.drafts, sent, strict=True):
        assert draft.headline == tidy_line(each.headline)
        assert draft.body.split("\n") == [tidy_paragraph(name, text) for text in each.paragraphs]
        assert draft.byline == each.byline
        assert draft.language == "en"
        assert draft.modified_at == each.modified_at
        assert draft.url in (each.url, None)
        # Without a first publication some formats take the time of the change for it.
        assert draft.published_at in (each.published_at, each.published_at or each.modified_at)


def read_or_refuse(body: bytes, content_type: str | None) -> Reading | None:
    """Return the reading; a refusal has the status of bad input, and everything can be sent on."""
    reading, refused = None, None
    try:
        reading = read_body(body, content_type)
    except UnreadableError as error:
        refused = error
    if reading is not None:
        assert all(draft.to_bytes() for draft in reading.drafts)
    if refused is not None:
        assert 400 <= refused.status <= 422
        assert all(each.where and each.detail for each in refused.problems)
    return reading


@st.composite
def damage(draw, body: bytes) -> bytes:
    """Return ``body`` with one to three pieces cut, doubled, moved or overwritten."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 200)))
        piece, other = body[start:end], draw(st.binary(max_size=8) | st.sampled_from(TOKENS))
        kept = draw(st.sampled_from([b"", piece + piece, other, piece[::-1], piece + other]))
        body = body[:start] + kept + body[end:]
    return body[: draw(st.integers(0, len(body)))] if draw(st.booleans()) else body


TOKENS = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"</p>", b"<p>", b"<?xml?>", b"</"),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"&#0;", b"&#xd800;", b"&lol;", b'"', b"{"),
    *(b"\\ud800", b"null", b"1e999", b"[]", b"true", b"<item>", b"<html>", b"\r", b"\x85", b"\x1e"),
)


@pytest.mark.parametrize("example", [*EXAMPLES, PAGE], ids=lambda path: path.name)
@FEW
@given(data=st.data())
def test_a_damaged_document_is_read_or_refused_whatever_it_is_called(example, data):
    body = data.draw(damage(example.read_bytes()))
    declared = find_by_path(example).media_types[0]

    read_or_refuse(body, data.draw(st.sampled_from([declared, None])))


@pytest.mark.parametrize("name", WRITERS)
@FEW
@given(data=st.data(), sent=articles)
def test_a_damaged_generated_document_is_read_or_refused(name, data, sent):
    content_type, write = WRITERS[name]

    read_or_refuse(data.draw(damage(write(sent).encode())), content_type)


def count_calls(body: bytes, content_type: str) -> int:
    """Return how many functions are called to read ``body``: the work, on any machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        reading = read_body(body, content_type)
    finally:
        sys.setprofile(None)
    assert reading.drafts
    return calls


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("longer", ["items", "paragraphs", "words"])
def test_twice_the_document_is_twice_the_work(name, longer):
    content_type, write = WRITERS[name]

    def build(many: int) -> bytes:
        items, paragraphs, words = (
            many if longer == each else 1 for each in ("items", "paragraphs", "words")
        )
        text = "R&D <b> \u2067临江\u2069 " * words + "x"
        body = tuple(f"{number} {text}" for number in range(paragraphs))
        return write(
            [
                Sent(f"urn:{n}", f"https://n.example/{n}", text, body, NAMES[:2], datetime.now(UTC))
                for n in range(items)
            ]
        ).encode()

    count_calls(build(2), content_type)
    small, large = (count_calls(build(many), content_type) for many in (30, 60))

    assert large <= 2.2 * small
