"""What a stage takes for articles that are laid before it while it is stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence

from polling import EVERY_S, holds_within


def time_laid(  # noqa: PLR0913 - what a turn is made of
    processes: Sequence[subprocess.Popen[bytes]],
    lay: Callable[[], None],
    count: int,
    committed: Callable[[], int],
    *,
    within_s: float,
    every_s: float = EVERY_S,
) -> float:
    """Return the seconds from when ``lay`` has laid ``count`` messages until all are committed.

    ``committed`` tells how many are. Ends the benchmark when they are not ``within_s``.
    """
    wanted = committed() + count
    # Stopped for less than a session, they stay members of their group.
    signal_all(processes, signal.SIGSTOP)
    try:
        lay()
    finally:
        signal_all(processes, signal.SIGCONT)
    started = time.perf_counter()
    if not holds_within(lambda: committed() >= wanted, within_s, every_s):
        sys.exit("not every article was committed")
    return time.perf_counter() - started


def signal_all(processes: Iterable[subprocess.Popen[bytes]], number: signal.Signals) -> None:
    """Send a signal to each."""
    for each in processes:
        each.send_signal(number)
