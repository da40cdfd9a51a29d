"""Whether what a stage needs is there, asked every other second for /readyz."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from tidings.liveness import Liveness

LOOK_EVERY_S: Final = 2.0


class NeedWatch:
    """Tells the liveness what ``find_missing`` returns, from a thread of its own."""

    def __init__(self, find_missing: Callable[[], str | None], liveness: Liveness) -> None:
        self._find_missing = find_missing
        self._liveness = liveness
        self._ended = threading.Event()

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

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(LOOK_EVERY_S)
