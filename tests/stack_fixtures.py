"""Real servers and the real stack for tests: ``from stack_fixtures import servers, stack``.

Both are session-scoped, on ports and folders of their own. A test that hurts a server leaves it
ready again (``servers.start()``).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from polling import holds_within
from rich.console import Console

from tidings.endpoints import Endpoints, default_cache_dir, find_endpoints
from tidings_local.data_folder import find_running
from tidings_local.ports import Ports, choose_ports, is_port_free
from tidings_local.process_log import read_tail
from tidings_local.servers import Servers
from tidings_local.setup import set_up_servers
from tidings_local.stack_file import StackReport, read_stack_file

START_DEADLINE_S = 120.0
# Four groups with 20 s each, as the supervisor grants them.
STOP_DEADLINE_S = 90.0
# Outgoing connections take their ports from 32768 on. A client that keeps trying a server which is
# down could be given the server's own port there, and then the server cannot come back.
PORT_RANGE = range(20_000, 32_000)
TIDINGS = str(Path(sys.executable).with_name("tidings"))


def choose_free_base(count: int = len(Ports.__slots__)) -> int:
    """Return a port from which on ``count`` are free, as many as a stack needs."""
    while True:
        base = random.choice(PORT_RANGE)
        if all(is_port_free(port) for port in range(base, base + count)):
            return base


def wait_until(holds: Callable[[], bool], deadline_s: float, what: str) -> None:
    """Return as soon as ``holds()``; fail the test with ``what`` after ``deadline_s``."""
    if not holds_within(holds, deadline_s):
        pytest.fail(f"waited {deadline_s:.0f} s in vain for {what}")


@dataclass(frozen=True, slots=True)
class RunningStack:
    """A whole stack: its folder, its addresses, and ``pid`` of the supervisor."""

    data_dir: Path
    endpoints: Endpoints
    pid: int

    def report(self) -> StackReport:
        """Return what its stack file says now."""
        report = read_stack_file(self.data_dir)
        assert report is not None
        return report

    def find_pid(self, name: str) -> int | None:
        """Return the process number of one of its processes, None while it does not run."""
        return next(each.pid for each in self.report().processes if each.name == name)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Give a real Kafka and a real Elasticsearch, without topics and indices."""
    set_up_servers(default_cache_dir(), Console(stderr=True))
    ports = choose_ports(choose_free_base())
    with Servers(tmp_path_factory.mktemp("servers"), default_cache_dir(), ports) as running:
        yield running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give everything that ``tidings up`` starts, ready."""
    data_dir = tmp_path_factory.mktemp("stack")
    process = start_stack(data_dir, choose_free_base())
    try:
        await_stack(process, data_dir)
        yield RunningStack(data_dir, find_endpoints(data_dir, {}), process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_DEADLINE_S)


def start_stack(data_dir: Path, port_base: int) -> subprocess.Popen[bytes]:
    """Start ``tidings up`` in the foreground with its output in ``up.log``."""
    command = [TIDINGS, "up", "--data-dir", str(data_dir), "--port-base", str(port_base)]
    with (data_dir / "up.log").open("ab") as output:
        return subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, "COLUMNS": "200"}
        )


def await_stack(process: subprocess.Popen[bytes], data_dir: Path) -> None:
    """Wait until every process is ready; fail with the end of the log when that is not to be."""

    def is_ready() -> bool:
        if process.poll() is not None:
            pytest.fail(f"tidings up ended with {process.returncode}:\n{_tail(data_dir)}")
        report = find_running(data_dir)
        return report is not None and report.state == "ready"

    wait_until(is_ready, START_DEADLINE_S, f"the stack:\n{_tail(data_dir)}")


def _tail(data_dir: Path) -> str:
    return read_tail(data_dir / "up.log", 40)
