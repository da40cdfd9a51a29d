"""Whether a stage that runs has stood still for so long that it has to be started again."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Final

from tidings_local.readiness import Probe

# How often a stage is asked: the answer changes after a minute at the earliest.
ASK_EVERY_S: Final = 5.0
# A stage says itself that it is stuck after 60 s without progress. As much again lets one go on
# that only waited for a server, for Elasticsearch is back after 25 s when the supervisor starts it.
END_AFTER_S: Final = 60.0


class HealthWatch:
    """Asks ``probe``, which returns why the stage is stuck, in ``executor``; holds nobody up.

    Times are seconds of a monotonic clock, given by the caller.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._question: Future[str | None] | None = None
        self._ask_at = 0.0
        self._stuck_since: float | None = None

    def ask(self, now: float, executor: Executor) -> str | None:
        """Return why the stage has to be started again, None while it has not."""
        if self._question is None:
            if now >= self._ask_at:
                self._question = executor.submit(self._probe)
            return None
        if not self._question.done():
            return None
        # A probe that cannot even ask says nothing about the stage.
        reason = None if self._question.exception() else self._question.result()
        self._question = None
        self._ask_at = now + ASK_EVERY_S
        if reason is None:
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = now
        elif now - self._stuck_since >= END_AFTER_S:
            return reason
        return None
