"""How much of a processor a piece of work takes, as far as a test can rely on it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# What is short is easily disturbed as a whole, and costs little to try again.
TRIES = 3
MORE_WITHIN_S = 0.3


def measure_cpu(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of some runs of ``work``.

    A collection of garbage looks through everything that the test run has loaded, which can take
    longer than the work.
    """
    gc.collect()
    gc.disable()
    try:
        took = [_time(work) for _ in range(TRIES)]
        while sum(took) < MORE_WITHIN_S and len(took) < 10 * TRIES:
            took.append(_time(work))
        return min(took)
    finally:
        gc.enable()


def _time(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
