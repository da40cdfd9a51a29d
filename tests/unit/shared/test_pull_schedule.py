"""When a feed is asked for again, and what its server may ask of us."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.pull.crew import Finished, StopAsked
from tidings.pull.durations import SHORTEST_S
from tidings.pull.feed import Feed
from tidings.pull.freshness import LONGEST_AWAY_S, LONGEST_FRESH_S, read_max_age, read_retry_after
from tidings.pull.outcome import Delivered, Gone, NothingNew, Undelivered, Unreachable
from tidings.pull.rounds import Ending, run_rounds
from tidings.pull.schedule import LONGEST_BACKOFF_S, plan_next
from tidings.push_client import Pushed, PushedItem, reject_file

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
REJECTED = Pushed((PushedItem("f", "rejected", problem={"where": "item 1", "detail": "empty"}),))
fractions = st.floats(0, 1, exclude_max=True)


def plan(outcome, every_s=300.0, failures=0, fraction=0.5):
    return plan_next(outcome, every_s=every_s, failures=failures, fraction=fraction)


@given(fractions)
def test_a_feed_that_is_there_comes_again_after_its_time_and_a_tenth_at_most(fraction):
    for outcome in (NothingNew(), Delivered(Pushed(())), Undelivered(reject_file("f", "away"))):
        assert 300 <= plan(outcome, fraction=fraction) <= 330


def test_what_is_still_fresh_is_not_asked_for():
    assert plan(NothingNew(max_age_s=1000)) == 1000
    assert plan(Delivered(Pushed(()), max_age_s=1000)) == 1000
    assert plan(NothingNew(max_age_s=10)) >= 300


@given(fractions, st.integers(1, 5000), st.integers(SHORTEST_S, 7 * 86_400))
def test_a_feed_that_is_away_is_asked_less_and_less_and_never_less_often_than_two_hours(
    fraction, failures, every_s
):
    wait = plan(Unreachable("away"), every_s, failures, fraction)
    assert every_s <= wait <= max(every_s, LONGEST_BACKOFF_S)


def test_a_backoff_doubles():
    waits = [plan(Unreachable("away"), 300, failures, 0.999999) for failures in range(1, 7)]
    assert [round(each) for each in waits] == [600, 1200, 2400, 4800, 7200, 7200]


def test_a_server_that_names_a_time_is_left_alone_until_then():
    assert plan(Unreachable("HTTP status 429", retry_after_s=50_000), failures=1) == 50_000


def test_a_feed_that_is_gone_is_not_asked_for_again():
    assert plan(Gone()) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Sun, 04 May 2031 12:05:00 GMT", 300),
        ("Sun, 04 May 2031 12:05:00 -0000", 300),
        ("Sun, 04 May 2031 11:00:00 GMT", 0),
        ("Fri, 04 May 2131 12:00:00 GMT", LONGEST_AWAY_S),
        ("999999999", LONGEST_AWAY_S),
        ("9" * 400, 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_most(value, seconds):
    assert read_retry_after({"Retry-After": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": "public, Max-Age=600, immutable", "Age": "100"}, 500),
        ({"Cache-Control": "max-age=600", "Age": "5000"}, 0),
        ({"Cache-Control": "max-age=600", "Age": "old"}, 600),
        ({"Cache-Control": "s-maxage=600"}, 0),
        ({"Cache-Control": "max-age=31536000"}, LONGEST_FRESH_S),
        ({"Cache-Control": "max-age=-1"}, 0),
        ({"Cache-Control": "no-cache"}, 0),
        ({}, 0),
    ],
)
def test_max_age_counts_from_when_the_answer_was_made_and_is_an_hour_at_most(headers, seconds):
    assert read_max_age(headers) == seconds


@given(st.text(max_size=60))
def test_no_header_makes_us_come_at_once_or_never(value):
    headers = {"Retry-After": value, "Cache-Control": f"max-age={value}", "Age": value}
    assert 0 <= read_retry_after(headers, NOW) <= LONGEST_AWAY_S
    assert 0 <= read_max_age(headers) <= LONGEST_FRESH_S


class FakeCrew:
    """Ends each round of a feed after the seconds that it takes; only waiting moves the clock."""

    def __init__(self, outcomes, takes=None, stop_at=None):
        self.now = 1000.0
        self.outcomes = {feed: iter(each) for feed, each in outcomes.items()}
        self.takes = takes or {}
        self.stop_at = stop_at
        self.running = []
        self.begun = []

    def begin(self, feed):
        self.begun.append((feed.address, round(self.now - 1000.0)))
        self.running.append((self.now + self.takes.get(feed, 1.0), len(self.begun), feed))

    def wait(self, seconds):
        until = float("inf") if seconds is None else self.now + seconds
        ends, _, feed = min(self.running, default=(float("inf"), 0, None))
        if self.stop_at is not None and self.stop_at <= min(until, ends):
            return StopAsked()
        assert min(until, ends) < float("inf"), "waits for nothing"
        self.now = min(until, ends)
        if ends > until:
            return None
        self.running.remove(min(self.running))
        return Finished(feed, next(self.outcomes[feed]))


def run(crew, feeds, every_s=None):
    told = []
    ending = run_rounds(
        feeds,
        crew,
        every_s=every_s,
        clock=lambda: crew.now,
        draw=lambda: 0.0,
        report=lambda *round_: told.append(round_),
    )
    return ending, told


A, B = Feed("https://a.example/"), Feed("https://b.example/")


def forever(outcome):
    while True:
        yield outcome


def test_once_is_one_round_for_each():
    crew = FakeCrew({A: [NothingNew()], B: [Delivered(Pushed(()))]})
    ending, told = run(crew, [A, B])
    assert (ending, [feed for feed, _, _ in told]) == (Ending.DONE, [A, B])
    assert {wait for *_, wait in told} == {None}


@pytest.mark.parametrize(
    "outcome",
    [Unreachable("away"), Undelivered(reject_file("f", "x")), Gone(), Delivered(REJECTED)],
)
def test_a_failure_of_one_ends_nothing_and_is_known_at_the_end(outcome):
    crew = FakeCrew({A: [outcome], B: [NothingNew()]})
    ending, told = run(crew, [A, B])
    assert (ending, len(told)) == (Ending.FAILED, 2)


def test_a_slow_feed_does_not_hold_up_the_others():
    crew = FakeCrew(
        {A: forever(NothingNew()), B: forever(NothingNew())}, takes={A: 1000.0}, stop_at=1950
    )
    ending, _ = run(crew, [A, B], every_s=300)
    assert ending is Ending.STOPPED
    assert crew.begun == [(A.address, 0)] + [(B.address, start) for start in (0, 301, 602, 903)]


def test_a_feed_is_never_pulled_twice_at_once():
    crew = FakeCrew({A: forever(NothingNew())}, takes={A: 1000.0}, stop_at=4000)
    run(crew, [A], every_s=30)
    assert [start for _, start in crew.begun] == [0, 1030, 2060]


def test_gone_feeds_are_not_waited_for():
    crew = FakeCrew({A: [Gone()], B: [NothingNew(), Gone()]})
    ending, told = run(crew, [A, B], every_s=60)
    assert (ending, len(told)) == (Ending.FAILED, 3)


def test_failures_in_a_row_are_counted_for_each_feed_and_forgotten_when_it_is_back():
    away = Unreachable("away")
    crew = FakeCrew({A: [away, away, NothingNew(), away, Gone()]})
    told = []
    run_rounds(
        [A],
        crew,
        every_s=60,
        clock=lambda: crew.now,
        draw=lambda: 0.5,
        report=lambda _feed, _outcome, wait: told.append(wait),
    )
    assert told == [60 + 30, 60 + 90, 63, 60 + 30, None]
