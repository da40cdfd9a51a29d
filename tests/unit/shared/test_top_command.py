"""``tidings top`` for scripts: one look, its status, and who is away."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
import time

import pytest
import typer
from prometheus_client import CollectorRegistry
from typer.testing import CliRunner

from tidings.endpoints import STACK_FILE, find_metrics_urls
from tidings.liveness import Liveness
from tidings.metrics import ITEMS, StageMetrics
from tidings.telemetry import TelemetryServer
from tidings.top.command import top

END_WITHIN_S = 60.0


@pytest.fixture
def stage():
    registry = CollectorRegistry()
    metrics = StageMetrics("enrich", registry, version="1.2.3")
    metrics.counter(ITEMS, outcome="enriched").inc(3)
    with TelemetryServer("127.0.0.1", 0, registry, Liveness(lambda: 0.0, 60)) as running:
        yield f"http://127.0.0.1:{running.port}"


def run(*arguments):
    app = typer.Typer()
    app.command()(top)
    return CliRunner().invoke(app, ["--every", "0.2", *arguments])


def test_a_stage_that_answers_is_told_as_json(stage):
    shown = run("--once", "--json", "--url", stage)
    assert shown.exit_code == 0
    (told,) = json.loads(shown.stdout)["stages"]
    assert (told["name"], told["state"], told["version"]) == ("enrich", "ready", "1.2.3")
    assert told["outcomes"] == {"enriched": 3}
    assert told["items_per_s"] == 0
    if sys.platform == "linux":
        assert told["memory_bytes"] > 1_000_000


def test_a_stage_that_is_away_is_shown_and_is_no_success(stage):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"127.0.0.1:{taken.getsockname()[1]}"
    shown = run("--once", "--url", stage, "--url", nobody)
    assert shown.exit_code == 1
    rows = [line.split()[:2] for line in shown.stdout.splitlines()]
    assert ["enrich", "ready"] in rows
    assert [nobody, "away"] in rows


def test_without_a_stack_it_says_where_it_looked_and_what_to_do(tmp_path):
    shown = run("--once", "--data-dir", str(tmp_path))
    assert shown.exit_code == 1
    assert "--url http://host:9102" in shown.stderr


def test_the_stages_of_a_running_stack_are_found_by_its_file(tmp_path):
    processes = [{"name": "kafka"}, {"name": "enrich", "metrics_url": "http://127.0.0.1:1/metrics"}]
    (tmp_path / STACK_FILE).write_text(json.dumps({"endpoints": {}, "processes": processes}))
    assert find_metrics_urls(tmp_path, {}) == {"enrich": "http://127.0.0.1:1/metrics"}
    assert find_metrics_urls(tmp_path / "none", {}) == {}


@pytest.mark.parametrize("leave", ["q", "Ctrl-C"])
def test_on_a_terminal_it_is_left_as_it_was_found(stage, leave):
    code = "import sys, typer; from tidings.top.command import top; typer.run(top)"
    master, slave = pty.openpty()
    found = termios.tcgetattr(master)
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--url", stage, "--every", "0.2"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
        start_new_session=True,
    )
    os.close(slave)
    shown = b""
    until = time.monotonic() + END_WITHIN_S
    while b"enrich" not in shown and time.monotonic() < until:
        shown += os.read(master, 4096)
    if leave == "q":
        os.write(master, b"q")
    else:
        process.send_signal(signal.SIGINT)
    while time.monotonic() < until:
        try:
            shown += os.read(master, 4096)
        except OSError:
            break
    assert process.wait(END_WITHIN_S) == 0
    assert termios.tcgetattr(master) == found
    os.close(master)
    # The other screen was opened and closed again, and the cursor is back.
    assert shown.count(b"\x1b[?1049h") == shown.count(b"\x1b[?1049l") == 1
    assert shown.rindex(b"\x1b[?25h") > shown.index(b"\x1b[?25l")
    assert b"Traceback" not in shown
