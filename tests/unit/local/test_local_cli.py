"""``tidings up``, ``down`` and ``status``: what they print, and the exit status scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

from tidings_local import cli
from tidings_local.data_folder import StackRunsError, hold_data_dir
from tidings_local.disk_space import DiskSpaceError
from tidings_local.jar_cache import FetchError
from tidings_local.node_code import CompileError
from tidings_local.ports import PortError, choose_ports
from tidings_local.stack import check_start
from tidings_local.stack_file import ProcessReport, StackReport, write_stack_file
from tidings_local.supervisor import StartError


def run(*arguments):
    app = typer.Typer()
    for command in (cli.up, cli.down, cli.status):
        app.command()(command)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIDINGS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TIDINGS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


@pytest.fixture
def running(folder, sleeper):
    """A stack file of which ``sleeper`` seems to be the supervisor and the only server."""
    kafka = ProcessReport(
        "kafka", "ready", "k.log", sleeper.pid, sleeper.create_time(), "127.0.0.1:9092", 2, 3.25
    )
    report = StackReport(
        "1", sleeper.pid, sleeper.create_time(), "then", "ready", {"kafka": "x"}, (kafka,)
    )
    folder.mkdir()
    write_stack_file(folder, report)
    return report


@pytest.fixture
def steps(monkeypatch):
    """Record what ``up`` would do, without doing it."""
    done = []
    for name in ("check_free_space", "check_start", "set_up_servers", "run_stack"):
        monkeypatch.setattr(cli, name, lambda *_, _name=name: done.append(_name))
    monkeypatch.setattr(cli, "start_in_background", lambda *_: done.append("background"))
    return done


class TestStatus:
    def test_nothing_runs(self, folder):
        shown = run("status")
        assert shown.exit_code == 3
        assert f"Nothing runs on {folder}; start it with `tidings up`." in shown.stdout

    def test_nothing_runs_as_json(self, folder):
        shown = run("status", "--json")
        assert shown.exit_code == 3
        told = json.loads(shown.stdout)
        assert told == {"state": "not running", "data_dir": str(folder), "processes": []}

    def test_everything_is_ready(self, running):
        shown = run("status")
        assert shown.exit_code == 0
        row = next(line for line in shown.stdout.splitlines() if line.split()[0] == "kafka")
        assert "ready after 3.2 s" in row
        assert str(running.pid) in row
        assert row.split()[-2:] == ["2", "127.0.0.1:9092"]

    def test_everything_is_ready_as_json(self, running, folder):
        told = json.loads(run("status", "--json").stdout)
        assert told["state"] == "ready"
        assert told["data_dir"] == str(folder)
        assert told["processes"][0]["pid"] == running.pid
        assert told["endpoints"] == {"kafka": "x"}
        assert set(told["rss_mb"]) == {"kafka", "supervisor"}
        assert told["rss_mb"]["kafka"] > 0

    @pytest.mark.parametrize("state", ["starting", "degraded", "stopping"])
    def test_what_is_not_ready_is_not_a_success(self, running, folder, state):
        write_stack_file(folder, replace(running, state=state))
        assert run("status").exit_code == 1
        assert run("status", "--json").exit_code == 1

    def test_a_crashed_supervisor_is_nothing_running(self, running, folder):
        write_stack_file(folder, replace(running, born=running.born - 3600))
        assert run("status").exit_code == 3

    def test_a_damaged_file_is_an_error_with_its_path(self, folder):
        folder.mkdir()
        (folder / "stack.json").write_text("{")
        shown = run("status")
        assert shown.exit_code == 1
        assert str(folder / "stack.json") in shown.stderr

    def test_another_folder_can_be_named(self, running, tmp_path):
        assert run("status", "--data-dir", str(tmp_path / "other")).exit_code == 3


class TestUp:
    def test_everything_is_checked_before_the_first_download(self, folder, steps):
        assert run("up").exit_code == 0
        assert steps == ["check_free_space", "check_start", "set_up_servers", "run_stack"]

    def test_detached_it_runs_in_the_background(self, folder, steps):
        assert run("up", "--detach").exit_code == 0
        assert steps[-1] == "background"

    def test_the_ports_from_a_base_on_are_taken(self, folder, steps, monkeypatch):
        taken = []
        monkeypatch.setattr(cli, "run_stack", lambda _data, _cache, ports, _: taken.append(ports))
        assert run("up", "--port-base", "21000").exit_code == 0
        assert taken == [choose_ports(21_000)]

    def test_an_impossible_port_base_is_refused_before_anything(self, folder, steps):
        shown = run("up", "--port-base", "80")
        assert shown.exit_code == 1
        assert "--port-base must be between 1024 and 65526, not 80" in shown.stderr
        assert steps == []

    @pytest.mark.parametrize(
        ("step", "error"),
        [
            ("check_free_space", DiskSpaceError("too little room")),
            ("check_start", PortError("port 9092 is taken")),
            ("check_start", StackRunsError("a stack runs already (pid 7)")),
            ("set_up_servers", FetchError("could not fetch")),
            ("set_up_servers", CompileError("error in line 1")),
            ("set_up_servers", PermissionError(13, "Permission denied", "/data")),
            ("run_stack", StartError("kafka did not start")),
        ],
    )
    def test_what_cannot_be_is_one_message_and_status_1(
        self, folder, steps, monkeypatch, step, error
    ):
        def fail(*_):
            raise error

        monkeypatch.setattr(cli, step, fail)
        shown = run("up")
        assert shown.exit_code == 1
        assert shown.stderr == f"tidings: {error}\n"
        assert shown.stdout == ""

    def test_a_folder_that_another_stack_holds_is_refused(self, folder, steps, monkeypatch):
        monkeypatch.setattr(cli, "check_start", check_start)
        with hold_data_dir(folder.parent / "held"):
            shown = run("up", "--data-dir", str(folder.parent / "held"), "--port-base", "21000")
        assert shown.exit_code == 1
        assert f"a stack runs already on {folder.parent / 'held'}" in shown.stderr

    def test_an_interrupted_set_up_says_how_to_go_on(self, folder, steps, monkeypatch):
        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(cli, "set_up_servers", interrupt)
        shown = run("up")
        assert shown.exit_code == 130
        assert "what was fetched stays, run the same command to go on" in shown.stderr
        assert "run_stack" not in steps


class TestDown:
    def test_nothing_runs(self, folder):
        shown = run("down")
        assert (shown.exit_code, shown.stdout) == (0, f"Nothing runs on {folder}.\n")
        assert not folder.exists()

    def test_the_supervisor_is_asked_to_stop(self, running, sleeper):
        shown = run("down")
        assert (shown.exit_code, shown.stdout.splitlines()[-1]) == (0, "Stopped.")
        assert not sleeper.is_running() or sleeper.status() == "zombie"

    def test_what_a_crash_left_is_ended(self, running, folder, sleeper):
        write_stack_file(folder, replace(running, born=running.born - 3600))
        shown = run("down")
        assert (shown.exit_code, shown.stdout) == (
            0,
            "Ended 1 process that a crash had left running.\n",
        )

    def test_who_does_not_stop_in_time_is_an_error_with_its_number(self, running, monkeypatch):
        def hang(*_):
            raise TimeoutError(f"pid {running.pid} still runs after 90 s")

        monkeypatch.setattr(cli, "stop_stack", hang)
        shown = run("down")
        assert shown.exit_code == 1
        assert f"pid {running.pid} still runs" in shown.stderr
