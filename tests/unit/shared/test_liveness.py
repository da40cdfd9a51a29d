"""Idle is alive, work without progress is not."""

from __future__ import annotations

import pytest

from tidings.liveness import Liveness


class Clock:
    """Monotonic seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def liveness(clock: Clock) -> Liveness:
    return Liveness(clock, stuck_after_s=60)


def test_a_stage_with_nothing_to_do_is_alive_for_ever(clock, liveness):
    clock.now += 1_000_000
    assert liveness.stuck_reason() is None


def test_work_without_progress_is_stuck_after_the_limit_and_not_before(clock, liveness):
    liveness.has_backlog(7)
    clock.now += 59.9
    assert liveness.stuck_reason() is None
    clock.now += 0.1
    assert liveness.stuck_reason() == "7 messages wait and nothing was finished for 60 s"


def test_progress_starts_the_time_again(clock, liveness):
    liveness.has_backlog(7)
    clock.now += 59
    liveness.made_progress()
    clock.now += 59
    assert liveness.stuck_reason() is None


def test_the_first_message_after_an_idle_night_is_not_held_against_the_stage(clock, liveness):
    clock.now += 50_000
    liveness.has_backlog(1)
    assert liveness.stuck_reason() is None


def test_a_backlog_that_only_grows_does_not_hide_that_nothing_is_finished(clock, liveness):
    for backlog in range(1, 8):
        liveness.has_backlog(backlog)
        clock.now += 10
    assert liveness.stuck_reason() is not None


def test_a_stage_whose_backlog_went_away_is_alive_again(clock, liveness):
    liveness.has_backlog(7)
    clock.now += 600
    assert liveness.stuck_reason() is not None
    liveness.has_backlog(0)
    assert liveness.stuck_reason() is None


def test_a_stage_is_unready_until_it_says_otherwise(liveness):
    assert liveness.unready_reason() == "waiting for start"
    liveness.is_ready()
    assert liveness.unready_reason() is None


def test_an_unready_stage_names_what_it_waits_for(liveness):
    liveness.is_ready()
    liveness.waits_for("kafka")
    assert liveness.unready_reason() == "waiting for kafka"


def test_a_stage_that_waits_for_another_is_still_alive(clock, liveness):
    liveness.waits_for("elasticsearch")
    clock.now += 600
    assert liveness.stuck_reason() is None
