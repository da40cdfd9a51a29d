"""A stack that runs on without the terminal it was started from."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tidings_local.data_folder import find_running
from tidings_local.process_identity import find_process
from tidings_local.process_log import read_tail, rotate_log
from tidings_local.spawning import STOP_GRACE_S
from tidings_local.stack_file import StackReport, read_stack_file
from tidings_local.supervisor import START_DEADLINE_S, Announce, StartError

# Four groups one after the other, each with its grace, and a little for Python itself.
STOP_DEADLINE_S = 4 * STOP_GRACE_S + 10.0


def start_in_background(data_dir: Path, port_base: int | None, announce: Announce) -> StackReport:
    """Start a supervisor that outlives this process; return when everything is ready.

    Raises StartError with the supervisor's reason, or else with the end of its log.
    """
    log = data_dir / "logs" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    rotate_log(log)
    already = log.stat().st_size if log.exists() else 0
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
        if report := _await_ready(data_dir, process, announce):
            return report
        raise StartError(explain_end(log, already))
    except BaseException:
        process.terminate()
        process.wait(STOP_DEADLINE_S)
        raise


def _await_ready(
    data_dir: Path, process: subprocess.Popen[bytes], announce: Announce
) -> StackReport | None:
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
    return None


def explain_end(log: Path, already: int) -> str:
    """Return the last words of a supervisor, which come behind its progress.

    The first ``already`` bytes of its log are those of older ones.
    """
    text = read_tail(log, 60, already)
    _, found, reason = f"\n{text}".rpartition("\ntidings: ")
    return reason if found else f"the stack did not start; the end of {log}:\n{text}"


def stop_stack(data_dir: Path, announce: Announce) -> bool:
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
