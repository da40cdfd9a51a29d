"""Whether a process number still means the process it was noted for: numbers are used again."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

# The start is computed from the time of boot, which a correction of the clock can move.
TOLERANCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Identity:
    """A process: its number, and when it was born in seconds since 1970."""

    pid: int
    born: float


def identify(pid: int) -> Identity | None:
    """Return who has this number now, None when nobody has; a zombie is nobody."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return Identity(pid, process.create_time())
    except psutil.NoSuchProcess:
        return None


def find_process(who: Identity) -> psutil.Process | None:
    """Return the process if it is still the one that was noted."""
    now = identify(who.pid)
    if now is None or abs(now.born - who.born) > TOLERANCE_S:
        return None
    try:
        return psutil.Process(who.pid)
    except psutil.NoSuchProcess:
        return None


def end_processes(those: list[Identity], grace_s: float) -> list[Identity]:
    """End what still runs of ``those``, by force after ``grace_s``; return what was there."""
    found = [(who, process) for who in those if (process := find_process(who)) is not None]
    for _, process in found:
        _signal(process, force=False)
    _, alive = psutil.wait_procs([process for _, process in found], timeout=grace_s)
    for process in alive:
        _signal(process, force=True)
    psutil.wait_procs(alive, timeout=grace_s)
    return [who for who, _ in found]


def _signal(process: psutil.Process, *, force: bool) -> None:
    try:
        process.kill() if force else process.terminate()
    except psutil.NoSuchProcess:
        return
