"""The loop of the enrich stage.

The order that keeps articles safe, for each batch:

1. take records from the topic, as many as wait there up to a batch;
2. tag them, in a thread, so that the heartbeats to Kafka go on; their stories are told meanwhile,
   or are not: that never fails, and waits two seconds at most;
3. send the tagged articles, and wait for the acknowledgement of each;
4. send what can never be tagged to the dead letters, and wait for those acknowledgements too;
5. acknowledge the records, which commits their offsets.

A crash anywhere repeats work and loses none: a repeat has the same key and the same revision.
Whatever is not known to be harmless ends the loop before step 5.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, assert_never

from tidings.dead_letter import REASONS
from tidings.liveness import Liveness
from tidings.metrics import (
    BATCH,
    DEAD_LETTERS,
    IN_FLIGHT,
    ITEMS,
    STEP,
    WITHOUT_NAMES,
    StageMetrics,
)
from tidings.outcome import Reject
from tidings.tracing.context import read_context
from tidings.tracing.messaging import open_processing
from tidings.tracing.spans import NO_SPANS, Spans
from tidings_enrich.enrichment import (
    NO_STORIES,
    ArticleTagging,
    Enriched,
    Record,
    Rejected,
    enrich_records,
)
from tidings_enrich.outgoing import Outgoing, write_letter, write_result
from tidings_enrich.stories.story import StoryTelling
from tidings_enrich.tagging.languages import label_language

REFUSED = Reject("too_large", "the broker refuses the tagged article for its size")
Outcome = Enriched | Rejected


class DeadLetterRefusedError(Exception):
    """The topic of the dead letters is set to smaller messages than the one they come from."""


class Inbox(Protocol):
    """Where records come from."""

    async def take(self) -> Sequence[Record]:
        """Return the next batch; waits until there is one."""
        ...

    async def acknowledge(self, records: Sequence[Record]) -> None:
        """Commit the offsets behind these records, as far as they still are this worker's."""
        ...


class Outbox(Protocol):
    """Where results go."""

    async def send(self, messages: Sequence[Outgoing]) -> frozenset[int]:
        """Return when every message is acknowledged by all replicas; waits out an outage.

        The positions returned are those of messages that the broker refuses as too large.
        """
        ...


class EnrichWorker:
    """Takes batches from the inbox to the outbox."""

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        inbox: Inbox,
        outbox: Outbox,
        tagging: ArticleTagging,
        stories: StoryTelling = NO_STORIES,
        *,
        pipeline: str,
        output_topic: str,
        dead_letter_topic: str,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
        spans: Spans = NO_SPANS,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._tagging = tagging
        self._stories = stories
        self._pipeline = pipeline
        self._output_topic = output_topic
        self._dead_letter_topic = dead_letter_topic
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness
        self._spans = spans
        metrics.start_at_zero(DEAD_LETTERS, "reason", REASONS)

    async def run(self, stopping: asyncio.Event) -> None:
        """Go on until ``stopping`` is set; the batch at hand is finished first.

        Raises whatever ended the loop; nothing of the batch at hand is acknowledged then.
        """
        asked = asyncio.ensure_future(stopping.wait())
        try:
            while not stopping.is_set():
                taking = asyncio.ensure_future(self._inbox.take())  # 1
                await asyncio.wait((taking, asked), return_when=asyncio.FIRST_COMPLETED)
                if not taking.done():
                    taking.cancel()
                    return
                await self.finish_batch(taking.result())
        finally:
            asked.cancel()

    async def finish_batch(self, records: Sequence[Record]) -> None:
        """Take one batch through the steps 2 to 5."""
        self._metrics.histogram(BATCH).observe(len(records))
        carried = (read_context(each.headers) for each in records)
        in_flight = self._metrics.gauge(IN_FLIGHT)
        in_flight.set(len(records))
        try:
            with open_processing(self._spans, records[0].at.topic, carried, len(records)):
                with self._metrics.histogram(STEP, step="tag").time():
                    results = await asyncio.to_thread(self._enrich, records)  # 2
                results = await self._send(results)  # 3
                await self._bury(results)  # 4
                with self._metrics.histogram(STEP, step="commit").time():
                    await self._inbox.acknowledge(records)  # 5
        finally:
            in_flight.set(0)
        self._count(results)
        self._liveness.made_progress()

    def _enrich(self, records: Sequence[Record]) -> list[Outcome]:
        return enrich_records(
            records, self._tagging, self._stories, pipeline=self._pipeline, now=self._clock()
        )

    async def _send(self, results: Sequence[Outcome]) -> list[Outcome]:
        """Send what is tagged; return the results with those rejected that the broker refused."""
        tagged = [each for each in results if isinstance(each, Enriched)]
        if not tagged:
            return list(results)
        with self._metrics.histogram(STEP, step="send").time():
            refused = await self._outbox.send(
                [write_result(each, self._output_topic) for each in tagged]
            )
        too_large = {id(tagged[position]) for position in refused}
        return [
            Rejected(each.record, REFUSED) if id(each) in too_large else each for each in results
        ]

    async def _bury(self, results: Sequence[Outcome]) -> None:
        failed_at = self._clock()
        letters = [
            write_letter(each, self._dead_letter_topic, failed_at)
            for each in results
            if isinstance(each, Rejected)
        ]
        if letters:
            with self._metrics.histogram(STEP, step="dead_letter").time():
                refused = await self._outbox.send(letters)
            if refused:
                raise DeadLetterRefusedError(f"{self._dead_letter_topic} takes no such message")

    def _count(self, results: Sequence[Outcome]) -> None:
        for each in results:
            match each:
                case Enriched(unread=unread):
                    self._metrics.counter(ITEMS, outcome="enriched").inc()
                    if unread is not None:
                        language = label_language(unread)
                        self._metrics.counter(WITHOUT_NAMES, language=language).inc()
                case Rejected(_, reject):
                    self._metrics.counter(ITEMS, outcome="dead_letter").inc()
                    self._metrics.counter(DEAD_LETTERS, reason=reject.reason).inc()
                case _:
                    assert_never(each)
