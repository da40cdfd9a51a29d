"""A stage that stands still is started again, and one that only paused is not."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import replace

import pytest

from tidings_local.child import Child
from tidings_local.health_watch import ASK_EVERY_S, END_AFTER_S, HealthWatch

STUCK = "7 messages wait and nothing was finished for 61 s"


class AtOnce(Executor):
    """Answers each question at once."""

    def submit(self, fn, /, *_args, **_kwargs):
        future: Future = Future()
        try:
            future.set_result(fn())
        except OSError as error:
            future.set_exception(error)
        return future


class Stage:
    """Says what the test wants of it, and asks as the supervisor does, ten times a second."""

    answer: str | None = None
    asked = 0
    now = 1000.0

    def __init__(self):
        self.watch = HealthWatch(self.tell)

    def tell(self):
        self.asked += 1
        if self.answer == "no answer":
            raise OSError
        return self.answer

    def pass_time(self, seconds):
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            found = self.watch.ask(self.now, AtOnce())
            if found is not None:
                return found
        return None


@pytest.fixture
def stage():
    return Stage()


def test_a_stage_that_is_stuck_for_long_has_to_be_started_again(stage):
    stage.answer = STUCK
    assert stage.pass_time(END_AFTER_S - 1) is None
    assert stage.pass_time(2 * ASK_EVERY_S) == STUCK


def test_a_stage_that_goes_on_again_is_left_alone(stage):
    for _ in range(5):
        stage.answer = STUCK
        assert stage.pass_time(END_AFTER_S / 2) is None
        stage.answer = None
        assert stage.pass_time(2 * ASK_EVERY_S) is None


def test_no_answer_is_no_word_that_it_is_stuck(stage):
    stage.answer = "no answer"
    assert stage.pass_time(3 * END_AFTER_S) is None


def test_a_stage_is_asked_every_few_seconds_and_not_at_every_tick(stage):
    stage.pass_time(100)
    assert stage.asked <= 100 / ASK_EVERY_S + 1


def test_a_child_that_stands_still_is_killed_and_says_why(cast):
    spec = replace(cast.stubborn("index"), stuck=lambda: STUCK)
    child = Child(spec, cast.folder / "logs" / "index.log")
    child.start(100.0)
    now = 100.0
    while now < 100.0 + END_AFTER_S + 3 * ASK_EVERY_S:
        child.end_if_stuck(now, AtOnce())
        now += 1.0
    child._process.wait()
    assert child.notice_end(now) == f"killed, for it stood still: {STUCK}"
    assert (child.state, child.restarts) == ("restarting", 1)
    child.start(now)
    child.kill()
    child.notice_end(now + 1)
    assert child.last_end == "killed by signal 9"


def test_a_server_that_tells_nothing_of_itself_is_never_ended(cast):
    child = Child(cast.server("kafka"), cast.folder / "logs" / "kafka.log")
    child.start(100.0)
    for now in (200.0, 300.0, 400.0):
        child.end_if_stuck(now, AtOnce())
    assert child.notice_end(500.0) is None
    child.kill()
