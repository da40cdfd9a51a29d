"""Keep a library that retries for ever from filling the log with one and the same line."""

from __future__ import annotations

import logging
from collections.abc import Callable

# A client that cannot reach its server tries ten times a second and writes several lines each
# time; one of each kind in half a minute tells as much.
SAY_AGAIN_AFTER_S = 30.0
# Kinds are templates in the libraries' code, a few hundred in all; more means that someone puts
# values into them, and then forgetting all is better than remembering all.
MOST_KINDS = 1_000


class RepeatFilter(logging.Filter):
    """Lets a line of the same logger, level and template through once in ``SAY_AGAIN_AFTER_S``.

    Only loggers under ``names`` are held back; ``clock`` returns monotonic seconds.
    """

    def __init__(self, names: tuple[str, ...], clock: Callable[[], float]) -> None:
        super().__init__()
        self._names = names
        self._clock = clock
        self._said: dict[tuple[str, int, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line is to be written."""
        if record.name.split(".", 1)[0] not in self._names:
            return True
        kind = (record.name, record.levelno, str(record.msg))
        now = self._clock()
        if now - self._said.get(kind, float("-inf")) < SAY_AGAIN_AFTER_S:
            return False
        if len(self._said) >= MOST_KINDS:
            self._said.clear()
        self._said[kind] = now
        return True
