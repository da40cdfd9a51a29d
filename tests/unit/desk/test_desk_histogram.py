"""Bars over time: their width, their ends, and the gaps between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_desk.histogram import (
    MOST_BARS,
    Period,
    add_interval,
    read_bars,
    read_bounds,
)

DAY_MS = 86_400_000
AT = datetime(2031, 5, 4, tzinfo=UTC)


def to_ms(at):
    return int(at.timestamp() * 1000)


def count(*published, received=()):
    return {
        f"bars_{field}": {
            "bars": {"buckets": [{"key": to_ms(at), "doc_count": n} for at, n in bars]}
        }
        for field, bars in (("published_at", published), ("received_at", received))
    }


@pytest.mark.parametrize(
    ("days", "interval"),
    [(0, "hour"), (3, "hour"), (4, "day"), (120, "day"), (121, "week"), (731, "month")],
)
def test_the_width_suits_the_period(days, interval):
    assert Period(0, days * DAY_MS).interval == interval


def test_a_century_is_shown_in_years():
    assert Period(0, 36_500 * DAY_MS).interval == "year"


def test_dated_and_undated_articles_share_the_bars():
    bars = read_bars(count((AT, 2), received=[(AT, 1), (AT + timedelta(days=1), 4)]), "day")
    assert [(each.start, each.count) for each in bars] == [(AT, 3), (AT + timedelta(days=1), 4)]


def test_a_gap_has_empty_bars_that_touch():
    bars = read_bars(count((AT, 1), (AT + timedelta(days=4), 1)), "day")
    assert [each.count for each in bars] == [1, 0, 0, 0, 1]
    assert all(one.end == two.start for one, two in pairwise(bars))


def test_a_gap_of_millennia_is_left_out():
    ancient = datetime(1, 1, 1, tzinfo=UTC)
    bars = read_bars(count((ancient, 1), (AT.replace(month=1, day=1), 1)), "year")
    assert [each.count for each in bars] == [1, 1]
    assert len(bars) <= MOST_BARS


def test_the_last_bar_of_the_calendar_has_an_end():
    (bar,) = read_bars(count((datetime(9999, 1, 1, tzinfo=UTC), 1)), "year")
    assert bar.end > bar.start


@pytest.mark.parametrize(
    ("start", "interval", "end"),
    [
        ("2031-12-01", "month", "2032-01-01"),
        ("2032-02-01", "month", "2032-03-01"),
        ("2031-12-29", "week", "2032-01-05"),
        ("2031-01-01", "year", "2032-01-01"),
    ],
)
def test_a_bar_ends_where_the_next_begins(start, interval, end):
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert add_interval(at, interval) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_nothing_found_has_no_period():
    nothing = {"first": {"value": None}, "last": {"value": None}}
    assert read_bounds({"when_published_at": nothing, "when_received_at": nothing}) is None


@given(st.tuples(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12)))
def test_the_period_is_from_the_first_to_the_last_of_either_kind(moments):
    published = {"first": {"value": moments[0]}, "last": {"value": moments[0]}}
    received = {"first": {"value": moments[1]}, "last": {"value": moments[1]}}
    found = read_bounds({"when_published_at": published, "when_received_at": received})
    assert found == Period(min(moments), max(moments))
