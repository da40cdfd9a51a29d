"""The folder of one stack: who holds it, what runs on it, what a crash left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tidings.endpoints import StackNotFoundError
from tidings_local.process_identity import end_processes, find_process
from tidings_local.spawning import STOP_GRACE_S
from tidings_local.stack_file import StackReport, read_stack_file, remove_stack_file

LOCK_FILE = "stack.lock"


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
        raise StackRunsError(
            f"a stack runs already{_name_holder(data_dir)} on {data_dir}; stop it with "
            f"`tidings down --data-dir {data_dir}`, or choose another folder with --data-dir"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _name_holder(data_dir: Path) -> str:
    try:
        running = find_running(data_dir)
    except StackNotFoundError:
        return ""
    # None: it has the lock and has not come to writing its file.
    return f" (pid {running.pid})" if running else ""


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
