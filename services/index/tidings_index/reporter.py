"""Tells the metrics and the liveness, every other second, how the stage stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from tidings.liveness import Liveness
from tidings.metrics import LAG, LAG_SECONDS, StageMetrics

MEASURE_EVERY_S = 2.0


class Probe(Protocol):
    """What the reporter asks Kafka."""

    def measure(self, partitions: Collection[int]) -> dict[int, int] | None:
        """Return the messages behind the committed offset; None when Kafka does not answer."""
        ...

    def date_oldest(self) -> datetime | None:
        """Return when the oldest of these came to the topic; None without any, or an answer."""
        ...


class Reporter:
    """Puts the lag into the metrics, and lag and readiness into the liveness.

    It has a thread of its own, for the worker says nothing while it waits for an answer.
    ``partitions``, ``waiting_for`` and ``clock``, in UTC, are asked from that thread.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        topic: str,
        probe: Probe,
        metrics: StageMetrics,
        liveness: Liveness,
        *,
        partitions: Callable[[], frozenset[int]],
        waiting_for: Callable[[], str | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._topic = topic
        self._probe = probe
        self._metrics = metrics
        self._liveness = liveness
        self._partitions = partitions
        self._waiting_for = waiting_for
        self._clock = clock
        self._reported: frozenset[int] = frozenset()
        self._ended = threading.Event()

    def __enter__(self) -> Reporter:
        threading.Thread(target=self._run, name="reporter", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def report(self) -> None:
        """Measure once; while Kafka is away nothing can be done, so nothing is called stuck."""
        partitions = self._partitions()
        lag = self._probe.measure(partitions)
        self._liveness.has_backlog(sum((lag or {}).values()))
        missing = self._waiting_for()
        if lag is None:
            missing = "kafka"
        elif not partitions:
            missing = "partitions"
        if missing is None:
            self._liveness.is_ready()
        else:
            self._liveness.waits_for(missing)
        if lag is not None:
            for partition in partitions | self._reported:
                gauge = self._metrics.gauge(LAG, topic=self._topic, partition=str(partition))
                gauge.set(lag.get(partition, 0))
            self._reported = partitions
            oldest = self._probe.date_oldest()
            if oldest is not None or not any(lag.values()):
                age = self._clock() - oldest if oldest else timedelta()
                # The broker's clock may be ahead of ours.
                gauge = self._metrics.gauge(LAG_SECONDS, topic=self._topic)
                gauge.set(max(0.0, age.total_seconds()))

    def _run(self) -> None:
        while True:
            self.report()
            if self._ended.wait(MEASURE_EVERY_S):
                return
