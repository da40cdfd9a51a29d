"""A dead letter keeps the message as it was and says why, where and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from tidings.dead_letter import (
    EDITED_FROM,
    MAX_DETAIL_CHARACTERS,
    PREFIX,
    REASONS,
    DeadLetter,
    Position,
    Reason,
    fit_letter,
    write_dead_letter,
)
from tidings.outcome import Reject
from tidings.topics import MOST_VALUE_BYTES

FAILED_AT = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)
AT = Position("articles.raw", 3, 42)


def write(detail: str = "no JSON", **changed):
    arguments = {"key": b"k", "value": b"{", "failed_at": FAILED_AT} | changed
    return write_dead_letter("enrich", Reject("undecodable", detail), AT, **arguments)


@given(st.none() | st.binary(), st.binary())
def test_key_and_value_are_the_bytes_that_came(key, value):
    letter = write(key=key, value=value)
    assert (letter.key, letter.value) == (key, value)


def test_the_headers_say_why_where_and_when():
    assert dict(write().headers) == {
        "tidings-stage": b"enrich",
        "tidings-reason": b"undecodable",
        "tidings-detail": b"no JSON",
        "tidings-topic": b"articles.raw",
        "tidings-partition": b"3",
        "tidings-offset": b"42",
        "tidings-failed-at": b"2031-05-04T03:02:01+00:00",
    }


def test_headers_of_others_are_kept_in_order_and_repeats_too():
    theirs = (("trace", b"1"), ("hop", b"a"), ("hop", b"b"))
    assert write(headers=theirs).headers[:3] == theirs


def test_a_second_rejection_replaces_the_first_one():
    first = write(detail="first")
    second = write(detail="second", headers=first.headers)
    details = [text for name, text in second.headers if name == "tidings-detail"]
    assert details == [b"second"]
    assert len(second.headers) == len(first.headers)


def test_a_second_rejection_keeps_which_letter_it_was_edited_from():
    at = (EDITED_FROM, b"articles.raw.dlq:0:17")
    assert at in write(headers=(at,)).headers


def test_a_second_rejection_keeps_how_often_the_letter_was_replayed():
    sent_back = (("tidings-tries", b"2"), ("tidings-stage", b"index"), ("trace", b"1"))
    headers = write(headers=sent_back).headers
    assert headers[:2] == (("tidings-tries", b"2"), ("trace", b"1"))
    assert [value for name, value in headers if name == "tidings-stage"] == [b"enrich"]


@given(st.text(max_size=50) | st.just("\ud800"))
def test_any_detail_can_be_written_as_utf_8(detail):
    written = dict(write(detail=detail).headers)["tidings-detail"]
    assert isinstance(written.decode("utf-8"), str)


def test_a_detail_that_quotes_a_whole_document_is_cut():
    written = dict(write(detail="x" * 1_000_000).headers)["tidings-detail"]
    assert len(written) == MAX_DETAIL_CHARACTERS


def test_the_reasons_that_run_through_loops_are_those_of_the_type():
    assert get_args(Reason) == REASONS


def test_every_header_carries_the_prefix_by_which_a_replay_finds_it():
    assert all(name.startswith(PREFIX) for name, _ in write().headers)


def test_a_message_at_the_limit_leaves_its_value_where_it_stands():
    headers = (("tidings-offset", b"7"),)
    whole = DeadLetter(b"k", b"x" * MOST_VALUE_BYTES, headers)
    assert fit_letter(whole) is whole

    fitting = fit_letter(DeadLetter(b"k", b"x" * (MOST_VALUE_BYTES + 1), headers))
    assert (fitting.key, fitting.value) == (b"k", b"")
    assert dict(fitting.headers)["tidings-value-bytes"] == str(MOST_VALUE_BYTES + 1).encode()
    assert dict(fitting.headers)["tidings-offset"] == b"7"
