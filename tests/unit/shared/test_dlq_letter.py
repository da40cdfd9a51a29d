"""A letter is read back as it was written, and nothing that stands there breaks the reading."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.dead_letter import DeadLetter, Position, fit_letter, write_dead_letter
from tidings.dlq.letter import MOST_NAME_CHARACTERS, UNKNOWN, StoredMessage, read_letter
from tidings.outcome import Reject
from tidings.topics import MOST_VALUE_BYTES

AT = Position("articles.raw.dlq", 0, 5)
ORIGIN = Position("articles.raw", 3, 42)
FAILED_AT = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)


def read(key=b"k", value=b"{", headers=()):
    return read_letter(StoredMessage(AT, key, value, headers))


def store(letter: DeadLetter) -> StoredMessage:
    return StoredMessage(AT, letter.key, letter.value, letter.headers)


def write(value=b"{", **changed):
    arguments = {"key": b"k", "value": value, "failed_at": FAILED_AT} | changed
    return write_dead_letter("enrich", Reject("invalid", "body: missing"), ORIGIN, **arguments)


def test_what_was_written_is_what_is_read():
    theirs = (("trace", b"1"), ("tidings-tries", b"2"))
    letter = read_letter(store(write(headers=theirs)))
    assert (letter.stage, letter.reason, letter.detail) == ("enrich", "invalid", "body: missing")
    assert (letter.at, letter.origin, letter.failed_at) == (AT, ORIGIN, FAILED_AT)
    assert (letter.tries, letter.id, letter.value, letter.size) == (2, "k", b"{", 1)
    assert letter.headers == (("trace", b"1"),)
    assert letter.left_out_bytes is None


def test_the_size_of_a_value_that_was_left_out_is_known():
    letter = read_letter(store(fit_letter(write(b"x" * (MOST_VALUE_BYTES + 1)))))
    assert (letter.size, letter.left_out_bytes) == (MOST_VALUE_BYTES + 1,) * 2


@pytest.mark.parametrize(
    "value",
    [
        '{"source": "临江晚报", "feed": "web", "headline": "大桥通车"}',
        '{"article": {"source": "临江晚报", "feed": "web", "headline": "大桥通车"}, "tags": {}}',
    ],
)
def test_source_feed_and_headline_come_from_an_article_with_or_without_tags(value):
    letter = read(value=value.encode())
    assert (letter.source, letter.feed, letter.headline) == ("临江晚报", "web", "大桥通车")


@pytest.mark.parametrize("value", [b"", b"\xff", b"[]", b'"x"', b'{"source": 5}', b"[" * 5000])
def test_a_value_that_tells_no_source_has_none(value):
    assert read(value=value).source is None


def test_a_name_as_long_as_an_article_is_cut():
    letter = read(value=b'{"source": "' + b"x" * 100_000 + b'"}')
    assert len(letter.source or "") == MOST_NAME_CHARACTERS


def test_a_message_of_others_among_the_letters_is_unknown():
    letter = read(headers=(("trace", b"1"),))
    assert (letter.stage, letter.reason) == (UNKNOWN, UNKNOWN)
    assert (letter.origin, letter.failed_at, letter.tries) == (None, None, 0)


NAMES = ["stage", "topic", "partition", "offset", "failed-at", "tries", "value-bytes"]


@given(
    st.none() | st.binary(max_size=40),
    st.binary(max_size=80),
    st.lists(
        st.tuples(
            st.sampled_from([f"tidings-{name}" for name in NAMES]) | st.text(max_size=9),
            st.binary(max_size=30) | st.text("0123456789-:T.+Z²", max_size=30).map(str.encode),
        )
    ),
)
def test_any_bytes_are_a_letter(key, value, headers):
    letter = read(key, value, tuple(headers))
    assert letter.tries >= 0
    assert isinstance(letter.id, str)


def test_a_number_of_a_million_digits_costs_nothing():
    assert read(headers=(("tidings-tries", b"9" * 1_000_000),)).tries == 0


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (b"2031-05-04T03:02:01", FAILED_AT),
        (b"2031-05-04T11:02:01+08:00", FAILED_AT),
        (b"0001-01-01T00:00:00+14:00", None),
        (b"yesterday", None),
    ],
)
def test_the_time_of_the_failure_is_in_utc_or_unknown(text, moment):
    assert read(headers=(("tidings-failed-at", text),)).failed_at == moment
