"""The end of a process that was asked to end, and in which something hangs."""

from __future__ import annotations

import os
import threading

import structlog


def leave_after(seconds: float) -> None:
    """End the process with 0 after so many seconds, unless it has ended by then.

    What hangs is left as a crash would leave it: uncommitted, and done again by the next worker.
    """
    leaving = threading.Timer(seconds, _leave)
    leaving.daemon = True
    leaving.start()


def _leave() -> None:
    structlog.get_logger().warning("left before everything was closed")
    os._exit(0)
