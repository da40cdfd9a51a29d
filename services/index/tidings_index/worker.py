"""The loop of the index stage.

The order that keeps articles safe, for each batch:

1. collect records from the topic, up to a bulk's worth;
2. write them to Elasticsearch, again and again while it is away or blocked;
3. put what can never be written into the dead letters, and wait for the acknowledgement;
4. commit the offsets.

A crash anywhere repeats work and loses none: the same article writes the same document.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never

import structlog

from tidings.liveness import Liveness
from tidings.metrics import BATCH, IN_FLIGHT, ITEMS, RETRIES, STEP, StageMetrics
from tidings.outcome import Ok, Outcome, Reject, Retry, Split, Stop
from tidings_index.backoff import draw_backoff
from tidings_index.burial import Burial
from tidings_index.documents import Document
from tidings_index.intake import Item, Refusal, take_record
from tidings_index.ports import DeadLetterBox, Inbox, Sink

log = structlog.get_logger()


class StageStoppedError(Exception):
    """The stage met what it does not know; a supervisor starts it again."""


class Worker:
    """Takes records to documents; ``stopping`` is asked between any two tries.

    ``waiting_for`` is what the worker needs and does not have, None while it can work.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        inbox: Inbox,
        sink: Sink,
        dead_letters: DeadLetterBox,
        *,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
        stopping: Callable[[], bool],
        on_indexed: Callable[[Sequence[Document]], None],
    ) -> None:
        self.waiting_for: str | None = None
        self._inbox = inbox
        self._sink = sink
        self._burial = Burial(dead_letters, clock, metrics)
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness
        self._stopping = stopping
        self._on_indexed = on_indexed

    def run_once(self) -> bool:
        """Take one batch through the four steps; return whether there was one.

        Raises StageStoppedError for an answer that is on no list, and kafka.errors.KafkaError when
        the dead letters cannot be written; neither commits anything.
        """
        with self._metrics.histogram(STEP, step="collect").time():
            records = self._inbox.collect()  # 1
        if not records:
            return False
        self._metrics.histogram(BATCH).observe(len(records))
        self._metrics.gauge(IN_FLIGHT).set(len(records))
        try:
            taken = [take_record(each, self._clock()) for each in records]
            refusals = [each for each in taken if isinstance(each, Refusal)]
            written = self._write([each for each in taken if isinstance(each, Item)])  # 2
            if written is None:
                return True
            self._burial.bury(refusals + written)  # 3
            with self._metrics.histogram(STEP, step="commit").time():
                self._inbox.commit(records)  # 4
        finally:
            self._metrics.gauge(IN_FLIGHT).set(0)
        self._liveness.made_progress()
        return True

    def _write(self, items: Sequence[Item]) -> list[Refusal] | None:
        """Write until nothing is left to retry; None when told to stop before that."""
        refusals: list[Refusal] = []
        pending, tries = list(items), 0
        while pending:
            with self._metrics.histogram(STEP, step="bulk").time():
                outcomes = self._sink.write([each.document for each in pending])
            refusals += self._settle(pending, outcomes)
            again = [
                (item, outcome.reason)
                for item, outcome in zip(pending, outcomes, strict=True)
                if isinstance(outcome, Retry)
            ]
            if not again:
                break
            self._await_sink([reason for _, reason in again], tries)
            if self._stopping():
                return None
            tries += 1
            kept = {each.at for each in self._inbox.keep_owned([item.record for item, _ in again])}
            pending = [item for item, _ in again if item.record.at in kept]
        self.waiting_for = None
        return refusals

    def _settle(self, items: Sequence[Item], outcomes: Sequence[Outcome]) -> list[Refusal]:
        refusals: list[Refusal] = []
        indexed: list[Document] = []
        for item, outcome in zip(items, outcomes, strict=True):
            match outcome:
                case Ok(kind):
                    self._metrics.counter(ITEMS, outcome=kind).inc()
                    if kind == "indexed":
                        indexed.append(item.document)
                case Reject():
                    refusals.append(Refusal(item.record, outcome))
                case Retry(reason):
                    self._metrics.counter(RETRIES, reason=reason).inc()
                case Split(reason) | Stop(reason):
                    raise StageStoppedError(reason)
                case _:
                    assert_never(outcome)
        if indexed:
            self._on_indexed(indexed)
        return refusals

    def _await_sink(self, reasons: Sequence[str], tries: int) -> None:
        delay = draw_backoff(tries, random.random())  # noqa: S311 - spreads load, hides nothing
        self.waiting_for = f"elasticsearch ({reasons[0]})"
        log.warning(
            "bulk not done", items=len(reasons), reason=reasons[0], retry_in_s=round(delay, 2)
        )
        self._inbox.wait(delay, self._stopping)
