"""Filters choose the letters that they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tidings.dead_letter import Position
from tidings.dlq.groups import group_letters
from tidings.dlq.letter import Letter
from tidings.dlq.options import Filters, choose_topics
from tidings.dlq.selection import (
    Selection,
    SelectionError,
    format_position,
    parse_moment,
    parse_position,
)

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
AT = Position("articles.raw.dlq", 0, 7)
LETTER = Letter(
    at=AT,
    stage="enrich",
    reason="invalid",
    detail="body: missing",
    origin=Position("articles.raw", 3, 42),
    failed_at=NOW,
    tries=0,
    key=b"abc123",
    value=b"{}",
    left_out_bytes=None,
    headers=(),
    source="example-gazette",
    feed="web",
)


@pytest.mark.parametrize(
    ("selection", "is_meant"),
    [
        (Selection(), True),
        (Selection(reason="invalid", stage="enrich", source="example-gazette", feed="web"), True),
        (Selection(reason="mapping"), False),
        (Selection(stage="index"), False),
        (Selection(source="example"), False),
        (Selection(feed="print"), False),
        (Selection(id_prefix="abc"), True),
        (Selection(id_prefix="bc"), False),
        (Selection(positions=frozenset([AT])), True),
        (Selection(positions=frozenset([replace(AT, offset=8)])), False),
        (Selection(since=NOW), True),
        (Selection(since=NOW + timedelta(seconds=1)), False),
        (Selection(until=NOW), False),
        (Selection(until=NOW + timedelta(seconds=1)), True),
    ],
)
def test_a_letter_is_meant_when_every_condition_holds(selection, is_meant):
    assert selection.matches(LETTER) is is_meant


def test_a_letter_without_a_time_is_in_no_span_of_time():
    timeless = replace(LETTER, failed_at=None)
    assert Selection().matches(timeless)
    assert not Selection(since=NOW).matches(timeless)
    assert not Selection(until=NOW).matches(timeless)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2031-05-04", datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 5, tzinfo=UTC)),
        ("2031-05-04T10:30", datetime(2031, 5, 4, 10, 30, tzinfo=UTC), None),
        ("2031-05-04T10:30+08:00", datetime(2031, 5, 4, 2, 30, tzinfo=UTC), None),
        ("now-30m", NOW - timedelta(minutes=30), None),
        ("now-2h", NOW - timedelta(hours=2), None),
        ("now-7d", NOW - timedelta(days=7), None),
    ],
)
def test_a_time_is_read_and_a_day_alone_ends_with_the_day(text, start, end):
    assert parse_moment(text, NOW) == start
    assert parse_moment(text, NOW, is_end=True) == (end or start)


@pytest.mark.parametrize(
    "text", ["", "gestern", "now", "now-999999d", "now-²h", "2031-13-01", "9999-12-31T24"]
)
def test_what_is_no_time_is_quoted_with_the_forms_that_are(text):
    with pytest.raises(SelectionError, match="now-7d") as caught:
        parse_moment(text, NOW)
    assert text in str(caught.value)


def test_the_last_day_of_the_calendar_has_no_end():
    with pytest.raises(SelectionError):
        parse_moment("9999-12-31", NOW, is_end=True)


def test_a_position_is_read_as_it_is_printed():
    assert parse_position(format_position(AT)) == AT
    assert parse_position("a:b:0:1") == Position("a:b", 0, 1)


@pytest.mark.parametrize("text", ["", "abc", "a:0", ":0:1", "a:0:", "a:x:1", "a:0:-1", "a:0:²"])
def test_other_text_is_no_position(text):
    assert parse_position(text) is None


def test_filters_name_the_one_that_cannot_be_read():
    with pytest.raises(SelectionError, match="bored"):
        Filters(reason="bored").select(NOW)
    with pytest.raises(SelectionError, match="articles:7"):
        Filters().select(NOW, ["articles:7"])


def test_only_a_selection_without_conditions_is_everything():
    assert Filters().select(NOW).is_everything()
    assert not Filters(feed="web").select(NOW).is_everything()
    assert not Filters().select(NOW, ["articles.raw.dlq:0:7"]).is_everything()


def test_positions_name_their_topics_themselves():
    assert choose_topics(["other"], Selection(positions=frozenset([AT]))) == ["articles.raw.dlq"]
    assert choose_topics(["other", "other"], Selection()) == ("other",)
    every = ("articles.raw.dlq", "articles.enriched.dlq", "watches.dlq")
    assert choose_topics(None, Selection()) == every


def test_groups_count_and_span_their_letters_and_the_largest_comes_first():
    later = NOW + timedelta(hours=1)
    letters = [
        replace(LETTER, reason="mapping"),
        LETTER,
        replace(LETTER, failed_at=later),
        replace(LETTER, failed_at=None),
    ]
    first, second = group_letters(iter(letters))
    assert (first.reason, first.letters, first.oldest, first.newest) == ("invalid", 3, NOW, later)
    assert (second.reason, second.letters) == ("mapping", 1)
    assert group_letters([]) == []
