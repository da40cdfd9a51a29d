"""Whether what a stage needs is there, asked every other second for /readyz."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import structlog

from tidings.liveness import Liveness

LOOK_EVERY_S: Final = 2.0
log = structlog.get_logger()


class NeedWatch:
    """Tells the liveness what ``find_missing`` returns, from a thread of its own.

    The log has a line each time that changes.
    """

    def __init__(self, find_missing: Callable[[], str | None], liveness: Liveness) -> None:
        self._find_missing = find_missing
        self._liveness = liveness
        self._ended = threading.Event()
        self._told: str | None = None

    def __enter__(self) -> NeedWatch:
        threading.Thread(target=self._run, name="need-watch", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._liveness.waits_for("its end")

    def look(self) -> None:
        """Look once."""
        missing = self._find_missing()
        if self._ended.is_set():
            return
        if missing is None:
            self._liveness.is_ready()
        else:
            self._liveness.waits_for(missing)
        self._tell(missing)

    def _tell(self, missing: str | None) -> None:
        if missing == self._told:
            return
        self._told = missing
        if missing is None:
            log.info("everything that was needed is there")
        else:
            log.warning("waiting", waiting_for=missing)

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(LOOK_EVERY_S)
