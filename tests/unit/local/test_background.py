"""A stack in the background: its supervisor's reason is told, and a stop waits for the end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tidings_local import background
from tidings_local.background import explain_end, start_in_background, stop_stack
from tidings_local.process_identity import identify
from tidings_local.stack_file import StackReport, read_stack_file, write_stack_file
from tidings_local.supervisor import StartError

pytestmark = pytest.mark.timeout(60)

# Stands for the supervisor: says that it is ready, and goes when it is asked to.
READY = """
import json, os, pathlib, signal, sys
import psutil
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
arguments = sys.argv[1:]
folder = pathlib.Path(arguments[arguments.index("--data-dir") + 1])
(folder / "arguments").write_text(" ".join(arguments))
me = psutil.Process()
report = dict(version="1", pid=me.pid, born=me.create_time(), started_at="then", state="ready",
              endpoints={}, processes=[])
(folder / "half").write_text(json.dumps(report))
(folder / "half").replace(folder / "stack.json")
signal.sigwait({signal.SIGTERM})
"""
REFUSED = "import sys; print('kafka         starting'); sys.exit('tidings: no port\\nnor room')"
CRASHED = "raise SystemExit('Traceback of something')"


@pytest.fixture
def supervisor(monkeypatch):
    """Let another program stand for the supervisor, and end it after the test."""
    started = []
    popen = subprocess.Popen

    def use(code: str) -> None:
        def start(command, **options):
            assert command[1:3] == ["-m", "tidings_local.supervise"]
            started.append(popen([sys.executable, "-c", code, *command[3:]], **options))
            return started[-1]

        monkeypatch.setattr(background.subprocess, "Popen", start)

    yield use
    for process in started:
        process.kill()
        process.wait()


def test_it_returns_when_everything_is_ready_and_the_supervisor_runs_on(tmp_path, supervisor):
    supervisor(READY)
    seen: list[StackReport] = []
    report = start_in_background(tmp_path, 21_000, seen.append)
    assert report.state == "ready"
    assert seen[-1] == report
    assert identify(report.pid) is not None
    assert (tmp_path / "arguments").read_text().endswith("--port-base 21000")


def test_a_report_of_an_older_supervisor_is_not_taken_for_the_new_one(tmp_path, supervisor):
    write_stack_file(tmp_path, StackReport("0", 4_194_305, 1.0, "then", "ready", {}, ()))
    supervisor(READY)
    assert start_in_background(tmp_path, None, lambda _: None).version == "1"
    assert "--port-base" not in (tmp_path / "arguments").read_text()


def test_the_reason_of_a_supervisor_is_told_without_its_progress(tmp_path, supervisor):
    supervisor(REFUSED)
    with pytest.raises(StartError) as caught:
        start_in_background(tmp_path, None, lambda _: None)
    assert str(caught.value) == "no port\nnor room"


def test_a_supervisor_without_a_reason_is_told_by_the_end_of_its_log(tmp_path, supervisor):
    supervisor(CRASHED)
    log = tmp_path / "logs" / "supervisor.log"
    with pytest.raises(StartError, match="Traceback of something") as caught:
        start_in_background(tmp_path, None, lambda _: None)
    assert str(log) in str(caught.value)


def test_an_interrupted_start_ends_the_supervisor(tmp_path, supervisor):
    supervisor(READY)

    def interrupt(_report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start_in_background(tmp_path, None, interrupt)
    report = read_stack_file(tmp_path)
    assert report is not None
    assert identify(report.pid) is None


def test_a_reason_of_an_older_run_is_not_the_last_one(tmp_path):
    log = tmp_path / "supervisor.log"
    old = "kafka starting\ntidings: old reason\n"
    log.write_text(f"{old}Traceback of something\n")
    assert explain_end(log, len(old)).endswith("supervisor.log:\nTraceback of something")
    assert "old reason" not in explain_end(log, len(old))


def test_a_stop_returns_after_the_end(tmp_path, sleeper):
    write_stack_file(
        tmp_path, StackReport("1", sleeper.pid, sleeper.create_time(), "then", "ready", {}, ())
    )
    assert stop_stack(tmp_path, lambda _: None)
    assert identify(sleeper.pid) is None
    assert not stop_stack(tmp_path, lambda _: None)


def test_a_stop_that_takes_longer_than_every_grace_is_an_error(tmp_path, sleeper, monkeypatch):
    monkeypatch.setattr(background, "STOP_DEADLINE_S", -1.0)
    sleeper.suspend()
    write_stack_file(
        tmp_path, StackReport("1", sleeper.pid, sleeper.create_time(), "then", "ready", {}, ())
    )
    with pytest.raises(TimeoutError, match=f"pid {sleeper.pid} still runs"):
        stop_stack(tmp_path, lambda _: None)
