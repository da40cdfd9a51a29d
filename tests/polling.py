"""Ask again and again until something holds, never longer than a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY_S = 0.05


def holds_within(holds: Callable[[], bool], deadline_s: float, every_s: float = EVERY_S) -> bool:
    """Return True as soon as ``holds()``, False when it did not within ``deadline_s``."""
    deadline = time.monotonic() + deadline_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_s)
    return True
