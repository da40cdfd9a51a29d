"""Whether a stage is alive: idle is fine, work without progress is not."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Liveness:
    """What /healthz and /readyz of one stage answer; safe to use from several threads.

    ``clock`` returns monotonic seconds. A stage with work at hand and no progress for
    ``stuck_after_s`` is not alive; one that has nothing to do is.
    """

    def __init__(self, clock: Callable[[], float], stuck_after_s: float) -> None:
        self._clock = clock
        self._stuck_after_s = stuck_after_s
        self._lock = threading.Lock()
        self._last_progress = clock()
        self._backlog = 0
        self._waiting_for: str | None = "start"

    def made_progress(self) -> None:
        """Note that something was finished just now."""
        with self._lock:
            self._last_progress = self._clock()

    def has_backlog(self, messages: int) -> None:
        """Note how many messages wait; the first one after an idle time starts the clock."""
        with self._lock:
            if self._backlog == 0:
                self._last_progress = self._clock()
            self._backlog = messages

    def is_ready(self) -> None:
        """Note that everything the stage needs answers."""
        with self._lock:
            self._waiting_for = None

    def waits_for(self, what: str) -> None:
        """Note what the stage needs and does not have, such as ``kafka``."""
        with self._lock:
            self._waiting_for = what

    def stuck_reason(self) -> str | None:
        """Return why the stage is not alive, None while it is."""
        with self._lock:
            idle_s = self._clock() - self._last_progress
            if self._backlog == 0 or idle_s < self._stuck_after_s:
                return None
            return f"{self._backlog} messages wait and nothing was finished for {idle_s:.0f} s"

    @property
    def missing(self) -> str | None:
        """What the stage needs and does not have, None when it has everything."""
        with self._lock:
            return self._waiting_for

    def unready_reason(self) -> str | None:
        """Return what the stage waits for, None when it is ready."""
        with self._lock:
            return None if self._waiting_for is None else f"waiting for {self._waiting_for}"
