"""Start the processes in order, start again what dies, stop all in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from threading import Event

from tidings import __version__
from tidings_local.child import Child
from tidings_local.process_identity import identify
from tidings_local.process_log import LARGEST_LOG_BYTES, read_tail, rotate_log
from tidings_local.process_table import ProcessSpec
from tidings_local.spawning import STOP_GRACE_S
from tidings_local.stack_file import StackReport, StackState, remove_stack_file, write_stack_file

# Warm starts take 10 s altogether; a machine with 25 processes for its two cores needed 52 s, and
# one that is three times as busy is still no reason to give up.
START_DEADLINE_S = 150.0
# Who dies this often during the first start lacks something that waiting does not bring.
HOPELESS_FAILURES = 3
TICK_S = 0.1
LOG_CHECK_S = 10.0

Announce = Callable[[StackReport], None]


class StartError(Exception):
    """The stack did not come up; the message has the process, the reason and its last log lines."""


class Supervisor:
    """Runs the processes of ``specs`` below ``data_dir`` until asked to stop.

    ``announce`` is called with each change, ``asked_to_stop`` ends ``run``, ``in_a_hurry``
    (a second Ctrl-C) cuts the grace short. Everything happens in the thread that calls ``run``,
    which must be one that lasts; only probes run beside it.
    """

    def __init__(
        self,
        specs: Sequence[ProcessSpec],
        data_dir: Path,
        endpoints: dict[str, str],
        announce: Announce,
    ) -> None:
        self.asked_to_stop = Event()
        self.in_a_hurry = Event()
        self._data_dir = data_dir
        self._endpoints = endpoints
        self._announce = announce
        self._children = [Child(spec, data_dir / "logs" / f"{spec.name}.log") for spec in specs]
        self._by_name = {child.spec.name: child for child in self._children}
        who = identify(os.getpid())
        assert who is not None  # noqa: S101 - this very process
        self._me = who
        self._started_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._was_ready = False
        self._written: StackReport | None = None
        self._told: StackReport | None = None
        # Each can have two questions open: whether it is ready, and whether it is stuck.
        self._executor = ThreadPoolExecutor(2 * len(specs), thread_name_prefix="probe")

    def run(self) -> None:
        """Start, watch and stop; returns when everything has ended.

        Raises StartError, after stopping what runs, when the first start does not succeed.
        """
        try:
            self._watch(time.monotonic() + START_DEADLINE_S)
        finally:
            self._stop()
            self._executor.shutdown(wait=False, cancel_futures=True)
            remove_stack_file(self._data_dir)

    def _watch(self, start_deadline: float) -> None:
        check_logs_at = time.monotonic() + LOG_CHECK_S
        while not self.asked_to_stop.is_set():
            now = time.monotonic()
            for child in self._children:
                self._advance(child, now)
            self._was_ready = self._was_ready or all(c.is_settled for c in self._children)
            if not self._was_ready:
                self._check_start(now > start_deadline)
            self._publish()
            if now >= check_logs_at:
                check_logs_at = now + LOG_CHECK_S
                for child in self._children:
                    rotate_log(child.log, LARGEST_LOG_BYTES)
            self.asked_to_stop.wait(TICK_S)

    def _advance(self, child: Child, now: float) -> None:
        if child.notice_end(now) is not None:
            return
        first = child.state == "waiting" and all(
            self._by_name[name].is_settled for name in child.spec.after
        )
        if first or child.is_due(now):
            child.start(now)
        child.ask_readiness(now, self._executor)
        child.end_if_stuck(now, self._executor)

    def _check_start(self, too_late: bool) -> None:
        for child in self._children:
            hopeless = child.failures >= HOPELESS_FAILURES
            late = too_late and not child.is_settled and child.state != "waiting"
            if hopeless or late:
                slow = f"not ready after {START_DEADLINE_S:.0f} s, {child.report().detail}"
                reason = child.last_end or slow
                raise StartError(
                    f"{child.spec.name} did not start: {reason}\n"
                    f"the last lines of {child.log}:\n{read_tail(child.log)}"
                )

    def _stop(self) -> None:
        ordered = sorted(self._children, key=lambda child: child.spec.stop_rank)
        for _, group in groupby(ordered, key=lambda child: child.spec.stop_rank):
            self._stop_together(list(group))

    def _stop_together(self, children: list[Child]) -> None:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_GRACE_S
        while any(child.is_running for child in children):
            for child in children:
                child.notice_stop()
            self._publish(stopping=True)
            if time.monotonic() > deadline or self.in_a_hurry.is_set():
                for child in children:
                    child.kill()
            time.sleep(TICK_S / 2)
        self._publish(stopping=True)

    def _publish(self, *, stopping: bool = False) -> None:
        report = StackReport(
            version=__version__,
            pid=self._me.pid,
            born=self._me.born,
            started_at=self._started_at,
            state="stopping" if stopping else self._judge_state(),
            endpoints=self._endpoints,
            processes=tuple(child.report() for child in self._children),
        )
        if report != self._written:
            # With a full disk the file is behind, until the tick that finds room.
            with suppress(OSError):
                write_stack_file(self._data_dir, report)
                self._written = report
        if report != self._told:
            self._told = report
            self._announce(report)

    def _judge_state(self) -> StackState:
        if not self._was_ready:
            return "starting"
        return "ready" if all(child.is_settled for child in self._children) else "degraded"
