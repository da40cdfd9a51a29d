"""One process of the stack from its first start to its last end."""

from __future__ import annotations

import subprocess
from concurrent.futures import Executor, Future
from pathlib import Path

from tidings_local.backoff import compute_delay, count_failures
from tidings_local.health_watch import HealthWatch
from tidings_local.process_identity import identify
from tidings_local.process_table import ProcessSpec
from tidings_local.spawning import kill_group, spawn_process
from tidings_local.stack_file import ProcessReport, ProcessState

# How often one that is ready is asked again.
RECHECK_S = 2.0


class Child:
    """A process, its state, and the question under way whether it is ready.

    Times are seconds of a monotonic clock, given by the caller. Probes run in ``executor`` and
    never hold the caller up; starts happen in the caller's thread.
    """

    def __init__(self, spec: ProcessSpec, log: Path) -> None:
        self.spec = spec
        self.log = log
        self.state: ProcessState = "waiting"
        self.failures = 0
        self.restarts = 0
        self.last_end: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._born: float | None = None
        self._started_at = 0.0
        self._start_again_at = 0.0
        self._ready_after_s: float | None = None
        self._detail: str | None = None
        self._question: Future[str | None] | None = None
        self._ask_again_at = 0.0
        self._health: HealthWatch | None = None
        self._stood_still: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether those that wait for it may start."""
        return self.state in ("ready", "done")

    @property
    def is_running(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None

    def start(self, now: float) -> None:
        """Start the process, for the first time or again."""
        self._process = spawn_process(self.spec, self.log)
        who = identify(self._process.pid)
        self._born = who.born if who else None
        self._started_at = now
        self._ready_after_s = None
        self._detail = None
        self._question = None
        self._ask_again_at = now
        self._health = HealthWatch(self.spec.stuck) if self.spec.stuck else None
        self._stood_still = None
        self.state = "starting"

    def is_due(self, now: float) -> bool:
        """Whether it has died and waited long enough."""
        return self.state == "restarting" and now >= self._start_again_at

    def notice_end(self, now: float) -> str | None:
        """Return how it died since the last call, if it did; a finished task is ``done``."""
        if self._process is None or (status := self._process.poll()) is None:
            return None
        self._process = None
        lived_s = now - self._started_at
        if self.spec.probe is None and status == 0:
            self.state = "done"
            self._ready_after_s = lived_s
            return None
        self.failures = count_failures(self.failures, lived_s)
        self.restarts += 1
        delay_s = compute_delay(self.failures)
        self._start_again_at = now + delay_s
        self.state = "restarting"
        self.last_end = self._stood_still or describe_status(status)
        self._detail = f"{self.last_end}, next start in {delay_s:g} s"
        return self.last_end

    def ask_readiness(self, now: float, executor: Executor) -> None:
        """Take the answer of the last question, and ask again when it is time."""
        if self.spec.probe is None or self.state not in ("starting", "ready", "unready"):
            return
        if self._question is not None and self._question.done():
            failure = self._question.exception()
            # A probe that cannot even ask must not end the supervisor with all that runs.
            reason = f"the probe failed: {failure!r}" if failure else self._question.result()
            self._take_answer(reason, now)
            self._question = None
        elif self._question is None and now >= self._ask_again_at:
            self._question = executor.submit(self.spec.probe)

    def end_if_stuck(self, now: float, executor: Executor) -> None:
        """Kill it once it has stood still for long; ``notice_end`` starts it again.

        It had its time to drain, and did not: what it has at hand is uncommitted and comes again.
        """
        if self._health is None or self._process is None:
            return
        reason = self._health.ask(now, executor)
        if reason is not None:
            self._stood_still = f"killed, for it stood still: {reason}"
            self._health = None
            kill_group(self._process)

    def _take_answer(self, reason: str | None, now: float) -> None:
        self._detail = reason
        if reason is None:
            if self._ready_after_s is None:
                self._ready_after_s = now - self._started_at
            self.state = "ready"
            self._ask_again_at = now + RECHECK_S
        elif self.state == "ready":
            self.state = "unready"

    def ask_to_stop(self) -> None:
        """Send SIGTERM; nothing more is started."""
        if self._process is None:
            self.state = "stopped"
        else:
            self.state = "stopping"
            self._detail = None
            self._process.terminate()

    def notice_stop(self) -> None:
        """Become ``stopped`` if it has ended after ``ask_to_stop``."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None
            self.state = "stopped"

    def kill(self) -> None:
        """End it by force."""
        if self._process is not None:
            kill_group(self._process)

    def report(self) -> ProcessReport:
        """Return what is known about it."""
        running = self._process is not None
        return ProcessReport(
            name=self.spec.name,
            state=self.state,
            log=str(self.log),
            pid=self._process.pid if self._process else None,
            born=self._born if running else None,
            url=self.spec.url,
            metrics_url=self.spec.metrics_url,
            restarts=self.restarts,
            ready_after_s=None if self._ready_after_s is None else round(self._ready_after_s, 1),
            detail=self._detail,
        )


def describe_status(status: int) -> str:
    """Return an exit status in words."""
    return f"ended with status {status}" if status >= 0 else f"killed by signal {-status}"
