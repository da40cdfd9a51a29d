"""Tells the metrics and the liveness, every other second, how the stage stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from tidings.liveness import Liveness
from tidings.metrics import LAG, LAG_SECONDS, StageMetrics
from tidings_enrich.lag import LagProbe

MEASURE_EVERY_S = 2.0


class Membership(Protocol):
    """What the reporter asks the stream."""

    @property
    def waiting_for(self) -> str | None:
        """What the stream needs and does not have."""
        ...

    def partitions(self) -> frozenset[int]:
        """Return the partitions that this worker owns."""
        ...


class Reporter:
    """Puts the lag into the metrics and the liveness, and whether Kafka answers.

    ``clock`` returns the time in UTC.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        topic: str,
        stream: Membership,
        probe: LagProbe,
        metrics: StageMetrics,
        liveness: Liveness,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._topic = topic
        self._stream = stream
        self._probe = probe
        self._metrics = metrics
        self._liveness = liveness
        self._clock = clock
        self._reported: frozenset[int] = frozenset()

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.report()
            await asyncio.sleep(MEASURE_EVERY_S)

    async def report(self) -> None:
        """Measure once; while Kafka is away nothing can be done, so nothing is called stuck."""
        partitions = self._stream.partitions()
        lag = await self._probe.measure(partitions)
        self._liveness.has_backlog(sum((lag or {}).values()))
        waiting_for = "kafka" if lag is None else self._stream.waiting_for
        if waiting_for is None:
            self._liveness.is_ready()
        else:
            self._liveness.waits_for(waiting_for)
        if lag is not None:
            for partition in partitions | self._reported:
                gauge = self._metrics.gauge(LAG, topic=self._topic, partition=str(partition))
                gauge.set(lag.get(partition, 0))
            self._reported = partitions
            oldest = await self._probe.date_oldest()
            if oldest is not None or not any(lag.values()):
                age = self._clock() - oldest if oldest else timedelta()
                # The broker's clock may be ahead of ours.
                gauge = self._metrics.gauge(LAG_SECONDS, topic=self._topic)
                gauge.set(max(0.0, age.total_seconds()))
