"""Whether ``q`` was pressed, on a terminal; without one there is nothing but Ctrl-C."""

from __future__ import annotations

import os
import select
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AskedToLeave = Callable[[float], bool]


@contextmanager
def watching_keys() -> Iterator[AskedToLeave]:
    """Give what waits so many seconds and says whether to leave; the terminal is as before then."""
    if not sys.stdin.isatty():
        yield _wait
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        # Ctrl-C stays a signal.
        tty.setcbreak(descriptor)
        yield _wait_for_key
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _wait(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _wait_for_key(seconds: float) -> bool:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([sys.stdin], [], [], left)[0]:
            pressed = os.read(sys.stdin.fileno(), 1)
            # Nothing: the terminal is gone.
            if pressed in (b"q", b"Q", b""):
                return True
    return False
