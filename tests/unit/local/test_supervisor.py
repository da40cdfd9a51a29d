"""Start in order, start again what dies, stop in order; with small real processes.

The supervisor runs in the test's own thread and tells each change; the test decides there what
happens next, so nothing depends on how fast anything is.
"""

from __future__ import annotations

import errno
import os
import signal
from dataclasses import replace

import pytest

from tidings_local import backoff, supervisor
from tidings_local.process_identity import identify
from tidings_local.process_table import ProcessSpec
from tidings_local.stack_file import read_stack_file
from tidings_local.supervisor import StartError, Supervisor

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    monkeypatch.setattr(supervisor, "TICK_S", 0.005)
    monkeypatch.setattr(backoff, "FIRST_DELAY_S", 0.01)


class Play:
    """Runs a supervisor; ``on_change`` gets each report and the supervisor itself."""

    def __init__(self, folder, specs, on_change) -> None:
        self.reports = []
        self.folder = folder
        self._on_change = on_change
        self.supervisor = Supervisor(specs, folder, {"kafka": "127.0.0.1:1"}, self._hear)

    def _hear(self, report) -> None:
        self.reports.append(report)
        self._on_change(report, self.supervisor)

    def run(self):
        self.supervisor.run()
        return self

    def seen(self, name) -> list[str]:
        """The states of one process in order, without repeats."""
        states: list[str] = []
        for report in self.reports:
            state = next(each.state for each in report.processes if each.name == name)
            if states[-1:] != [state]:
                states.append(state)
        return states


def find(report, name):
    return next(each for each in report.processes if each.name == name)


def stop_when_ready(report, running):
    if report.state == "ready":
        running.asked_to_stop.set()


def test_each_starts_when_those_before_it_are_ready(cast):
    specs = (
        cast.server("kafka"),
        cast.task("provision", after=("kafka",)),
        cast.server("ingest", after=("provision",)),
    )
    play = Play(cast.folder, specs, stop_when_ready).run()
    assert [line for line in cast.diary if not line.endswith("down")] == [
        "kafka up",
        "provision ran",
        "ingest up",
    ]
    assert play.seen("ingest")[:3] == ["waiting", "starting", "ready"]
    assert play.seen("provision")[:3] == ["waiting", "starting", "done"]


def test_the_first_rank_is_down_before_the_next_is_asked(cast):
    specs = (
        cast.server("kafka", stop_rank=9),
        cast.server("index", stop_rank=2),
        cast.server("ingest", stop_rank=1),
    )
    play = Play(cast.folder, specs, stop_when_ready).run()
    downs = [line for line in cast.diary if line.endswith("down")]
    assert downs == ["ingest down", "index down", "kafka down"]
    assert play.reports[-1].state == "stopping"
    assert {each.state for each in play.reports[-1].processes} == {"stopped"}


def test_nothing_is_left_after_a_stop(cast):
    play = Play(cast.folder, (cast.server("kafka"), cast.server("index")), stop_when_ready).run()
    ready = next(report for report in play.reports if report.state == "ready")
    assert [identify(who.pid) for who in ready.identities()] == [None, None]
    assert read_stack_file(cast.folder) is None


def test_what_is_told_is_also_in_the_file(cast):
    found = []

    def compare(report, running):
        found.append(read_stack_file(cast.folder) == report)
        stop_when_ready(report, running)

    Play(cast.folder, (cast.server("kafka"),), compare).run()
    assert found
    assert all(found)


def test_a_full_disk_ends_nothing_and_the_file_is_right_when_there_is_room_again(cast, monkeypatch):
    told, refused = [], []
    write = supervisor.write_stack_file

    def write_if_there_is_room(folder, report):
        if report.state == "ready" and len(refused) < 3:
            refused.append(report)
            raise OSError(errno.ENOSPC, "No space left on device")
        write(folder, report)
        if report.state == "ready":
            told[-1].asked_to_stop.set()

    monkeypatch.setattr(supervisor, "write_stack_file", write_if_there_is_room)
    specs = (cast.server("kafka"),)
    play = Play(cast.folder, specs, lambda report, running: told.append(running)).run()
    assert len(refused) == 3
    assert [each.state for each in play.reports].count("ready") == 1
    assert cast.diary == ["kafka up", "kafka down"]


def test_what_is_killed_is_started_again_and_the_others_stay(cast):
    killed = []

    def kill_once(report, running):
        kafka = find(report, "kafka")
        if report.state == "ready" and not killed:
            killed.extend(report.processes)
            (cast.folder / "kafka.ready").unlink()
            os.kill(kafka.pid, signal.SIGKILL)
        elif report.state == "ready" and kafka.restarts == 1:
            running.asked_to_stop.set()

    specs = (cast.server("kafka"), cast.server("index", after=("kafka",)))
    play = Play(cast.folder, specs, kill_once).run()
    assert [line for line in cast.diary if line == "kafka up"] == ["kafka up"] * 2
    assert cast.diary.count("index up") == 1
    dead = next(r for r in play.reports if find(r, "kafka").state == "restarting")
    assert dead.state == "degraded"
    assert "killed by signal 9, next start in" in str(find(dead, "kafka").detail)
    assert play.seen("index")[:3] == ["waiting", "starting", "ready"]


def test_who_keeps_dying_later_is_never_given_up(cast):
    def kill_again(report, running):
        kafka = find(report, "kafka")
        if report.state == "ready" and kafka.restarts < supervisor.HOPELESS_FAILURES + 1:
            (cast.folder / "kafka.ready").unlink()
            os.kill(kafka.pid, signal.SIGKILL)
        elif report.state == "ready":
            running.asked_to_stop.set()

    Play(cast.folder, (cast.server("kafka"),), kill_again).run()
    assert cast.diary.count("kafka up") == supervisor.HOPELESS_FAILURES + 2


def test_a_task_that_keeps_failing_ends_the_start_with_its_last_lines(cast):
    specs = (cast.server("kafka"), cast.task("provision", after=("kafka",), status=3))
    play = Play(cast.folder, specs, lambda *_: None)
    (cast.folder / "logs").mkdir()
    (cast.folder / "logs" / "provision.log").write_text("no room for topics\n")
    with pytest.raises(StartError) as caught:
        play.run()
    message = str(caught.value)
    assert "provision did not start: ended with status 3" in message
    assert "no room for topics" in message
    assert str(cast.folder / "logs" / "provision.log") in message
    assert cast.diary.count("provision ran") == supervisor.HOPELESS_FAILURES
    assert cast.diary[-1] == "kafka down"
    assert read_stack_file(cast.folder) is None


def test_a_program_that_is_not_there_ends_the_start_and_is_named(cast):
    spec = ProcessSpec("provision", ("/no/such/program",))
    with pytest.raises(StartError, match="/no/such/program cannot be started: No such file"):
        Play(cast.folder, (spec,), lambda *_: None).run()


def test_who_never_gets_ready_ends_the_start_with_the_reason(cast, monkeypatch):
    monkeypatch.setattr(supervisor, "START_DEADLINE_S", 0.0)
    mute = replace(cast.server("kafka"), probe=lambda: "no controller is known")
    with pytest.raises(StartError, match="kafka did not start: not ready after 0 s"):
        Play(cast.folder, (mute,), lambda *_: None).run()


def test_a_stop_during_the_start_stops_what_runs(cast):
    def stop_early(report, running):
        if find(report, "kafka").state == "ready":
            running.asked_to_stop.set()

    mute = replace(cast.server("mute"), probe=lambda: "not yet")
    Play(cast.folder, (cast.server("kafka"), mute), stop_early).run()
    assert "kafka down" in cast.diary
    assert read_stack_file(cast.folder) is None


def test_who_does_not_stop_is_ended_by_force_after_the_grace(cast, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_GRACE_S", 0.01)
    play = Play(
        cast.folder,
        (cast.stubborn("index", stop_rank=1), cast.server("kafka", stop_rank=9)),
        stop_when_ready,
    ).run()
    assert "index down" not in cast.diary
    assert play.seen("index")[-2:] == ["stopping", "stopped"]
    ready = next(report for report in play.reports if report.state == "ready")
    assert [identify(who.pid) for who in ready.identities()] == [None, None]


def test_a_second_request_stops_without_grace(cast, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_GRACE_S", 3600.0)

    def hurry(report, running):
        stop_when_ready(report, running)
        if report.state == "stopping":
            running.in_a_hurry.set()

    specs = (cast.stubborn("index", stop_rank=1), cast.stubborn("kafka", stop_rank=9))
    play = Play(cast.folder, specs, hurry).run()
    assert {each.state for each in play.reports[-1].processes} == {"stopped"}


def test_logs_are_kept_small_while_the_stack_runs(cast, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_CHECK_S", 0.0)
    monkeypatch.setattr(supervisor, "LARGEST_LOG_BYTES", 10)
    logs = cast.folder / "logs"

    def outgrow(report, running):
        if report.state == "ready" and not (logs / "kafka.log.1").exists():
            (logs / "kafka.log").write_text("more than ten bytes")
            # Any change would do; this one comes on the next round.
            (cast.folder / "kafka.ready").unlink()
            os.kill(find(report, "kafka").pid, signal.SIGKILL)
        elif report.state == "ready":
            running.asked_to_stop.set()

    Play(cast.folder, (cast.server("kafka"),), outgrow).run()
    assert (logs / "kafka.log.1").read_text() == "more than ten bytes"
