"""A line for each request that was refused, so that the trace id of its answer leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import structlog

# Whoever sends rubbish as fast as they can fills no disk: 5 lines a second, 430,000 a day, are
# 90 MB. The counts by status are in the metrics, and whole.
MOST_LINES: Final = 50
WINDOW_S: Final = 10.0
REFUSED_FROM: Final = 400
OURS_FROM: Final = 500
log = structlog.get_logger()


class RefusalLog:
    """Writes ``MOST_LINES`` in ``WINDOW_S``, and then how many more there were.

    Nothing that was sent is quoted. ``clock`` returns monotonic seconds; requests for the routes
    in ``silent`` are not noted: a probe that is answered 503 comes each few seconds.
    """

    def __init__(self, clock: Callable[[], float], silent: Collection[str] = ()) -> None:
        self._clock = clock
        self._silent = frozenset(silent)
        self._began = float("-inf")
        self._lines = 0
        self._left_out = 0

    def note(self, status: int, method: str, route: str) -> None:
        """Write the line of a request where it was refused; its trace is the current one."""
        if status < REFUSED_FROM or route in self._silent:
            return
        now = self._clock()
        if now - self._began >= WINDOW_S:
            if self._left_out:
                log.warning("more requests refused", requests=self._left_out)
            self._began, self._lines, self._left_out = now, 0, 0
        if self._lines >= MOST_LINES:
            self._left_out += 1
            return
        self._lines += 1
        write = log.warning if status >= OURS_FROM else log.info
        write("request refused", status=status, method=method, route=route)
