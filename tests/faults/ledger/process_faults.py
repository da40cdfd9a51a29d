"""Faults of processes: signals."""

from __future__ import annotations

import os
import signal
import time

from faults.ledger.road import Road, StrikeError
from polling import holds_within

# What is killed is started again within seconds; what faults before have ended several times
# within a minute waits up to 30 s.
STARTED_WITHIN_S = 60.0
# A stage ends within 20 s of SIGTERM; the supervisor notices within a tick.
ENDED_WITHIN_S = 21.0


def end(road: Road, target: str, number: signal.Signals) -> None:
    """Send the signal and wait for the end of the process. Raises StrikeError."""
    pid = _await_pid(road, target)
    os.kill(pid, number)
    if not holds_within(lambda: road.stack.find_pid(target) != pid, ENDED_WITHIN_S):
        raise StrikeError(f"{target} runs on {ENDED_WITHIN_S:.0f} s after {number.name}")


def freeze(road: Road, target: str, lasts_s: float) -> None:
    """Let the process stand still for a while. Raises StrikeError."""
    pid = _await_pid(road, target)
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(lasts_s)
    finally:
        os.kill(pid, signal.SIGCONT)


def _await_pid(road: Road, target: str) -> int:
    if holds_within(lambda: road.stack.find_pid(target) is not None, STARTED_WITHIN_S):
        pid = road.stack.find_pid(target)
        if pid is not None:
            return pid
    raise StrikeError(f"{target} does not run")
