"""Run the whole stack on a data folder, in this process or in the background, and end it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tidings_local.ports import Ports, check_ports
from tidings_local.process_identity import end_processes, find_process
from tidings_local.process_log import read_tail, rotate_log
from tidings_local.process_table import (
    ProcessSpec,
    list_endpoints,
    list_servers,
    list_services,
)
from tidings_local.spawning import STOP_GRACE_S
from tidings_local.stack_file import StackReport, read_stack_file, remove_stack_file
from tidings_local.supervisor import START_DEADLINE_S, Announce, StartError, Supervisor

LOCK_FILE = "stack.lock"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Four groups one after the other, each with its grace, and a little for Python itself.
STOP_DEADLINE_S = 4 * STOP_GRACE_S + 10.0


class StackRunsError(Exception):
    """Another supervisor holds the data folder; the message names its pid."""


@contextmanager
def hold_data_dir(data_dir: Path) -> Iterator[None]:
    """Keep every other supervisor from ``data_dir``; the kernel lets go of it when we die.

    Raises StackRunsError when one is there already.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        running = read_stack_file(data_dir)
        who = f" (pid {running.pid})" if running else ""
        raise StackRunsError(
            f"a stack runs already{who} on {data_dir}; stop it with `tidings down --data-dir "
            f"{data_dir}`, or choose another folder with --data-dir"
        ) from error
    try:
        yield
    finally:
        lock.release()


def run_stack(
    data_dir: Path,
    cache_dir: Path,
    ports: Ports,
    announce: Announce,
    specs: Sequence[ProcessSpec] | None = None,
) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP; a second signal stops without grace.

    ``specs`` are the processes to run instead of the whole table. Raises StackRunsError, PortError
    or StartError, each with nothing left running.
    """
    if specs is None:
        servers = list_servers(data_dir, cache_dir, ports)
        specs = (*servers, *list_services(cache_dir, ports))
    with hold_data_dir(data_dir):
        end_left_overs(data_dir)
        check_ports(ports.to_claims())
        supervisor = Supervisor(specs, data_dir, list_endpoints(ports), announce)
        with _signals_to(supervisor):
            supervisor.run()


def check_start(data_dir: Path, ports: Ports) -> None:
    """Raise now what ``run_stack`` would raise about the data folder and the ports."""
    with hold_data_dir(data_dir):
        end_left_overs(data_dir)
        check_ports(ports.to_claims())


def end_left_overs(data_dir: Path) -> int:
    """End what a supervisor that was killed left running; return how many there were.

    Call it with the data folder held: then the one of the stack file is dead.
    """
    crashed = read_stack_file(data_dir)
    if crashed is None:
        return 0
    ended = end_processes(crashed.identities(), STOP_GRACE_S)
    remove_stack_file(data_dir)
    return len(ended)


def find_running(data_dir: Path) -> StackReport | None:
    """Return the report of the stack whose supervisor lives, None when nothing runs."""
    report = read_stack_file(data_dir)
    return report if report and find_process(report.supervisor) else None


def start_in_background(data_dir: Path, port_base: int | None, announce: Announce) -> StackReport:
    """Start a supervisor that outlives this process; return when everything is ready.

    Raises StartError with the end of the supervisor's log.
    """
    log = data_dir / "logs" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    rotate_log(log)
    command = [sys.executable, "-m", "tidings_local.supervise", "--data-dir", str(data_dir)]
    if port_base is not None:
        command += ["--port-base", str(port_base)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        return _await_ready(data_dir, process, log, announce)
    except BaseException:
        process.terminate()
        process.wait(STOP_DEADLINE_S)
        raise


def _await_ready(
    data_dir: Path, process: subprocess.Popen[bytes], log: Path, announce: Announce
) -> StackReport:
    # The supervisor itself gives up after START_DEADLINE_S, and then has to stop what runs.
    deadline = time.monotonic() + START_DEADLINE_S + STOP_DEADLINE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        report = read_stack_file(data_dir)
        if report and report.pid == process.pid:
            announce(report)
            if report.state == "ready":
                return report
        time.sleep(0.1)
    raise StartError(f"the stack did not start; the end of {log}:\n{read_tail(log, 30)}")


def stop_stack(data_dir: Path, announce: Callable[[StackReport], None]) -> bool:
    """Ask the supervisor to stop everything and wait for it; False when none runs.

    Raises TimeoutError when it takes longer than every grace together.
    """
    running = find_running(data_dir)
    if running is None or (process := find_process(running.supervisor)) is None:
        return False
    process.terminate()
    deadline = time.monotonic() + STOP_DEADLINE_S
    while find_process(running.supervisor) is not None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"pid {running.pid} still runs after {STOP_DEADLINE_S:.0f} s")
        if report := read_stack_file(data_dir):
            announce(report)
        time.sleep(0.1)
    return True


@contextmanager
def _signals_to(supervisor: Supervisor) -> Iterator[None]:
    def ask(_number: int, _frame: object) -> None:
        if supervisor.asked_to_stop.is_set():
            supervisor.in_a_hurry.set()
        supervisor.asked_to_stop.set()

    before = {number: signal.signal(number, ask) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)
