"""Put refused records into the dead letters, counted and logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog

from tidings.dead_letter import REASONS, DeadLetter, write_dead_letter
from tidings.metrics import DEAD_LETTERS, ITEMS, STEP, StageMetrics
from tidings.tracing.context import find_trace_id
from tidings_index.intake import Refusal
from tidings_index.ports import DeadLetterBox

STAGE: Final = "index"
log = structlog.get_logger()


class Burial:
    """Writes the letters of a batch together; ``clock`` dates them."""

    def __init__(
        self, box: DeadLetterBox, clock: Callable[[], datetime], metrics: StageMetrics
    ) -> None:
        self._box = box
        self._clock = clock
        self._metrics = metrics
        metrics.start_at_zero(DEAD_LETTERS, "reason", REASONS)

    def bury(self, refusals: Sequence[Refusal]) -> None:
        """Return when every letter is acknowledged; raises what the box raises."""
        if not refusals:
            return
        with self._metrics.histogram(STEP, step="dead_letter").time():
            self._box.put([write_letter(each, self._clock()) for each in refusals])
        for each in refusals:
            reason, at = each.reject.reason, each.record.at
            self._metrics.counter(ITEMS, outcome="dead_letter").inc()
            self._metrics.counter(DEAD_LETTERS, reason=reason).inc()
            # The detail may quote the article; it stands in the dead letter alone.
            log.error(
                "dead letter",
                reason=reason,
                partition=at.partition,
                offset=at.offset,
                trace_id=find_trace_id(each.record.headers),
            )


def write_letter(refusal: Refusal, failed_at: datetime) -> DeadLetter:
    """Return the dead letter of a refused record: its bytes, its key, and why it is one."""
    record = refusal.record
    return write_dead_letter(
        STAGE,
        refusal.reject,
        record.at,
        key=record.key,
        value=record.value or b"",
        failed_at=failed_at,
        headers=record.headers,
    )
