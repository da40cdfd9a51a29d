"""What ``tidings pull`` tells of each round of a feed."""

from __future__ import annotations

import pytest

from tidings.pull.feed import Feed
from tidings.pull.outcome import Delivered, Gone, NothingNew, Undelivered, Unreachable
from tidings.pull.report import LineReport, describe_round
from tidings.push_client import Pushed, PushedItem, reject_file

FEED = Feed("https://river.example/daily", "river", "daily")
MOVED = "https://new.example/?token=canary-canary-canary"


def test_a_move_is_told_once(capsys):
    report = LineReport(is_verbose=False)
    for _ in range(3):
        report(FEED, NothingNew(moved_to=MOVED), 300)
    told = capsys.readouterr()
    assert told.err.replace("\n", "") == (
        f"tidings: {FEED.address}: has moved to https://new.example/?token=…; ask for that"
    )
    assert told.out == ""


def test_a_failure_says_when_it_is_tried_again(capsys):
    report = LineReport(is_verbose=False)
    report(FEED, Unreachable("HTTP status 503", 60), 320)
    report(FEED, Undelivered(reject_file("x", "no answer", "ingest")), 300)
    assert capsys.readouterr().err == (
        f"tidings: {FEED.address}: HTTP status 503; again in 5m\n"
        f"tidings: {FEED.address}: ingest: no answer; again in 5m\n"
    )


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (NothingNew(), {"outcome": "nothing new"}),
        (Delivered(Pushed((PushedItem("f", "accepted"),))), {"outcome": "delivered"}),
        (Unreachable("away"), {"outcome": "unreachable", "problems": ["away"]}),
        (Undelivered(reject_file("f", "x")), {"outcome": "undelivered", "problems": ["file: x"]}),
        (Gone(), {"outcome": "gone"}),
    ],
)
def test_each_outcome_has_a_name_and_the_time_of_its_next_round(outcome, told):
    described = describe_round(FEED, outcome, 300.04)
    assert told.items() <= described.items()
    assert described["next_in_s"] == 300.0
