"""The loop of the index stage.

The order that keeps articles safe, for each batch:

1. collect records from the topic, up to a bulk's worth;
2. write them to Elasticsearch, again and again while it is away or blocked;
3. put what can never be written into the dead letters, and wait for the acknowledgement;
4. commit the offsets, as far as every batch before has come here, too.

Several batches are on their way at once: while one is with Elasticsearch, the next is collected.
An article that an earlier batch has not written yet waits for it, so that its revisions arrive in
their order. A crash anywhere repeats work and loses none: the same article makes the same document.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import structlog

from tidings.liveness import Liveness
from tidings.metrics import BATCH, IN_FLIGHT, STEP, StageMetrics
from tidings.outcome import Outcome
from tidings_index.backoff import draw_backoff
from tidings_index.batch import Batch
from tidings_index.burial import Burial
from tidings_index.ports import DeadLetterBox, Flights, Inbox
from tidings_index.settlement import settle

# A bulk is back within a second as a rule. After so long the worker polls, with every partition
# paused, so that the group sees it alive, and knows of a rebalance as soon as while it waits.
AWAIT_S = 0.5
POLL_S = 0.05
log = structlog.get_logger()


class Worker:
    """Takes records to documents, up to ``most`` batches at once; nothing more is held.

    All but the writing is done by the thread that runs it. ``stopping`` is asked between any two
    tries. ``waiting_for`` is what the worker needs and does not have, None while it can work.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        inbox: Inbox,
        flights: Flights,
        dead_letters: DeadLetterBox,
        *,
        most: int,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
        stopping: Callable[[], bool],
    ) -> None:
        self.waiting_for: str | None = None
        self._inbox = inbox
        self._flights = flights
        self._burial = Burial(dead_letters, clock, metrics)
        self._most = most
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness
        self._stopping = stopping
        self._batches: list[Batch] = []
        self._reasons: list[str] = []
        self._tries = 0

    def run(self) -> None:
        """Work until told to stop; then end what is away, and what needs no second try.

        Raises StageStoppedError for an answer that is on no list, and kafka.errors.KafkaError when
        the dead letters cannot be written; neither commits anything that is unfinished.
        """
        try:
            while not self._stopping():
                self.take_turn()
            while self._list_away() or (self._batches and not self._reasons):
                self._await_flight()
                self._go_on()
        finally:
            self._metrics.gauge(IN_FLIGHT).set(0)

    def take_turn(self) -> None:
        """Collect a batch or wait, whichever it is time for, and take every batch a step on."""
        if self._reasons:
            self._await_sink()
        elif len(self._batches) < self._most:
            self._collect()  # 1
        else:
            self._await_flight()
        self._go_on()

    def _collect(self) -> None:
        with self._metrics.histogram(STEP, step="collect").time():
            records = self._inbox.collect()
        if records:
            self._metrics.histogram(BATCH).observe(len(records))
            self._batches.append(Batch(records, self._clock))

    def _go_on(self) -> None:
        for batch in self._batches:
            if batch.has_landed:
                self._settle(batch)
            batch.drop_lost(self._inbox.keep_owned)
        if not self._reasons:
            self._send()  # 2
        for batch in [each for each in self._batches if each.is_written]:
            self._burial.bury(batch.refusals)  # 3
            with self._metrics.histogram(STEP, step="commit").time():
                self._inbox.commit(batch.records)  # 4
            self._batches.remove(batch)
            self._liveness.made_progress()
        if not self._batches:
            self._note_success()
        self._metrics.gauge(IN_FLIGHT).set(sum(len(each.records) for each in self._batches))

    def _settle(self, batch: Batch) -> None:
        settlement = settle(batch.land(), self._metrics)
        batch.refusals += settlement.refusals
        batch.put_back(settlement.again)
        self._reasons += settlement.reasons
        if not self._reasons:
            self._note_success()

    def _send(self) -> None:
        """Send what may go, in order."""
        ahead: set[str] = set()
        for batch in self._batches:
            items = [] if batch.flight else batch.choose(ahead)
            if items:
                batch.depart(items, self._flights.send([each.document for each in items]))
            ahead |= batch.list_ids()

    def _await_flight(self) -> None:
        away = self._list_away()
        if away and not self._flights.await_any(away, AWAIT_S):
            self._inbox.wait(POLL_S, self._stopping)

    def _await_sink(self) -> None:
        """Wait for what is away, and then a while before anything is tried again."""
        if self._list_away():
            self._await_flight()
            return
        delay = draw_backoff(self._tries, random.random())  # noqa: S311 - spreads load, hides nothing
        reason, items = self._reasons[0], len(self._reasons)
        self.waiting_for = f"elasticsearch ({reason})"
        log.warning("bulk not done", items=items, reason=reason, retry_in_s=round(delay, 2))
        self._inbox.wait(delay, self._stopping)
        if not self._stopping():
            self._reasons = []
            self._tries += 1

    def _list_away(self) -> list[Future[list[Outcome]]]:
        return [each.flight for each in self._batches if each.flight is not None]

    def _note_success(self) -> None:
        self.waiting_for, self._tries = None, 0
