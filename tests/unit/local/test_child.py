"""One process from its first start to its last end, with the times in the test's hands."""

from __future__ import annotations

from concurrent.futures import Executor, Future

import pytest

from tidings_local.child import Child, describe_status
from tidings_local.process_table import ProcessSpec


class Questions(Executor):
    """Keeps the probes that were asked, to be answered when the test says so."""

    def __init__(self) -> None:
        self.open: list[tuple[Future, object]] = []

    def submit(self, fn, /, *_args, **_kwargs):
        self.open.append((Future(), fn))
        return self.open[-1][0]

    def answer(self, answer) -> None:
        future, _ = self.open.pop()
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


@pytest.fixture
def questions() -> Questions:
    return Questions()


@pytest.fixture
def start(cast):
    """Start a child at second 100; whatever it does, it has ended after the test."""
    started = []

    def begin(spec) -> Child:
        child = Child(spec, cast.folder / "logs" / f"{spec.name}.log")
        child.start(100.0)
        started.append(child)
        return child

    yield begin
    for child in started:
        child.kill()


def end(child) -> None:
    """Crash its process and wait for that, without the child's noticing."""
    child.kill()


def settle(child, questions, now, answer=None) -> None:
    child.ask_readiness(now, questions)
    questions.answer(answer)
    child.ask_readiness(now, questions)


def test_a_server_is_ready_when_its_probe_says_so(cast, start, questions):
    child = start(cast.server("kafka"))
    assert child.state == "starting"
    settle(child, questions, 101.0, "no answer")
    assert (child.state, child.report().detail) == ("starting", "no answer")
    settle(child, questions, 103.26)
    assert child.is_settled
    assert (child.state, child.report().ready_after_s) == ("ready", 3.3)


def test_one_question_is_under_way_at_a_time(cast, start, questions):
    child = start(cast.server("kafka"))
    for now in (100.0, 100.1, 200.0):
        child.ask_readiness(now, questions)
    assert len(questions.open) == 1


def test_who_is_ready_is_asked_again_and_can_become_unready_and_ready(cast, start, questions):
    child = start(cast.server("kafka"))
    settle(child, questions, 101.0)
    child.ask_readiness(101.1, questions)
    assert questions.open == []
    settle(child, questions, 110.0, "no answer: timed out")
    assert not child.is_settled
    assert (child.state, child.report().detail) == ("unready", "no answer: timed out")
    settle(child, questions, 120.0)
    assert (child.state, child.report().detail) == ("ready", None)
    assert child.report().ready_after_s == 1.0


def test_a_probe_that_fails_is_a_reason_and_no_end_of_the_supervisor(cast, start, questions):
    child = start(cast.server("kafka"))
    settle(child, questions, 101.0, ValueError("odd answer"))
    assert child.state == "starting"
    assert "odd answer" in str(child.report().detail)


def test_an_answer_about_the_process_before_is_not_taken(cast, start, questions):
    child = start(cast.server("kafka"))
    child.ask_readiness(100.0, questions)
    end(child)
    child.notice_end(101.0)
    child.start(102.0)
    questions.answer(None)
    child.ask_readiness(102.0, questions)
    assert child.state == "starting"


def test_who_dies_is_started_again_after_the_backoff(cast, start, questions):
    child = start(cast.server("kafka"))
    first = child.report()
    assert child.notice_end(101.0) is None
    end(child)
    assert child.notice_end(101.0) == "killed by signal 9"
    report = child.report()
    assert (report.state, report.restarts, report.pid) == ("restarting", 1, None)
    assert report.identity is None
    assert report.detail == "killed by signal 9, next start in 0.5 s"
    assert not child.is_due(101.4)
    assert child.is_due(101.5)
    child.start(101.5)
    again = child.report()
    assert again.pid not in (None, first.pid)
    assert (again.state, again.detail, again.ready_after_s) == ("starting", None, None)


def test_each_quick_death_waits_longer(cast, start):
    child = start(cast.server("kafka"))
    delays = []
    for number in range(3):
        end(child)
        died = 200.0 + number
        child.notice_end(died)
        delays.append(next(d for d in (0.5, 1, 2, 4) if child.is_due(died + d)))
        child.start(died)
    assert delays == [0.5, 1, 2]


def test_a_task_is_done_when_it_ended_well(cast, start, questions):
    child = start(cast.task("provision"))
    child._process.wait()
    assert child.notice_end(102.0) is None
    assert (child.state, child.report().ready_after_s) == ("done", 2.0)
    assert child.is_settled
    child.ask_readiness(103.0, questions)
    assert questions.open == []


def test_a_task_that_fails_is_run_again(cast, start):
    child = start(cast.task("provision", status=3))
    child._process.wait()
    assert child.notice_end(102.0) == "ended with status 3"
    assert child.is_due(102.5)


def test_a_server_that_ends_well_is_still_one_too_few(cast, start):
    child = start(cast.server("kafka"))
    child._process.terminate()
    child._process.wait()
    assert child.notice_end(101.0) is not None
    assert child.state == "restarting"


def test_a_stop_waits_for_the_end(cast, start):
    child = start(cast.server("kafka"))
    child.ask_to_stop()
    assert (child.state, child.is_running) == ("stopping", True)
    child._process.wait()
    child.notice_stop()
    assert (child.state, child.is_running) == ("stopped", False)


def test_who_does_not_run_is_stopped_at_once(cast):
    child = Child(cast.server("kafka"), cast.folder / "kafka.log")
    child.ask_to_stop()
    assert child.state == "stopped"


def test_the_output_goes_to_the_log_behind_what_was_there(cast, start):
    cast.folder.joinpath("logs").mkdir()
    log = cast.folder / "logs" / "lost.log"
    log.write_text("before\n")
    child = start(ProcessSpec("lost", ("/no/such/program",)))
    child._process.wait()
    said = "before\n/no/such/program cannot be started: No such file or directory\n"
    assert log.read_text() == said


@pytest.mark.parametrize(
    ("status", "words"), [(0, "ended with status 0"), (1, "ended with status 1"), (-9, "killed by")]
)
def test_an_exit_status_is_put_into_words(status, words):
    assert words in describe_status(status)
