"""The faust side of the enrich stage: faust is known to this file and to ``faust_app`` alone.

Of faust's conveniences those are off that acknowledge on their own:

1. values are raw bytes, since faust acknowledges what it cannot decode;
2. the agent only hands records on and never raises, since faust goes on behind an exception;
3. one agent, in the order of the offsets, since with more a commit can pass unfinished work;
4. a record is acknowledged by ``acknowledge`` alone, and only in the generation that fetched it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from tidings.dead_letter import Position
from tidings.metrics import RETRIES, StageMetrics
from tidings.settings import KafkaSettings
from tidings_enrich.enrichment import Record
from tidings_enrich.faust_app import build_app
from tidings_enrich.intake import Arrival, Intake
from tidings_enrich.outgoing import Outgoing
from tidings_enrich.settings import EnrichSettings

# Full jitter: a random part of 0.2 s, 0.4 s, … up to 5 s.
FIRST_BACKOFF_S: Final = 0.2
MOST_BACKOFF_S: Final = 5.0
log = structlog.get_logger()


class StreamCrashedError(Exception):
    """Faust, or the client below it, gave up; a new process begins where the commits ended."""


class FaustStream:
    """Inbox and outbox of the worker on one faust app."""

    def __init__(
        self,
        settings: EnrichSettings,
        kafka: KafkaSettings,
        metrics: StageMetrics,
    ) -> None:
        self.waiting_for: str | None = "partitions"
        self._metrics = metrics
        self._wait_s = settings.batch_wait_s
        self._intake = Intake(settings.batch_articles)
        self._taken: list[Arrival] = []
        self._app = build_app(settings, kafka)
        self._app.on_partitions_assigned.connect(self._note_assignment)
        names = (settings.enrich_output_topic, settings.enrich_dead_letter_topic)
        self._topics = {name: self._raw_topic(name) for name in names}
        source = self._raw_topic(settings.enrich_input_topic)
        self._app.agent(source, concurrency=1, name="receive")(self._receive)

    def partitions(self) -> frozenset[int]:
        """Return the partitions that the group has given to this worker."""
        return frozenset(place.partition for place in self._app.consumer.assignment())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run the app; the task given ends, by StreamCrashedError, when faust gives up."""
        await self._app.start()
        watch = asyncio.ensure_future(self._await_crash())
        try:
            yield watch
        finally:
            watch.cancel()
            await self._app.stop()

    async def take(self) -> list[Record]:
        """Return the next batch; raises OffsetGapError."""
        while True:
            self._taken = await self._intake.take(self._wait_s)
            if self._taken:
                return [each.record for each in self._taken]

    async def acknowledge(self, records: Sequence[Record]) -> None:
        """Commit the batch taken last; what an earlier generation fetched comes again anyway."""
        done = set(map(id, records))
        for each in self._taken:
            if id(each.record) in done and each.generation == self._app.consumer_generation_id:
                each.event.ack()
        await self._app.consumer.commit()
        if self._app.crashed:
            raise StreamCrashedError("the commit failed")

    async def send(self, messages: Sequence[Outgoing]) -> frozenset[int]:
        """Send all and wait for each; return the positions that the broker refuses as too large.

        While Kafka is away it is tried again, for ever. Raises KafkaError for what no wait helps.
        """
        refused: set[int] = set()
        pending = dict(enumerate(messages))
        tries = 0
        while pending:
            outcomes = await asyncio.gather(*map(self._send_one, pending.values()))
            retried: dict[int, Outgoing] = {}
            for (position, message), error in zip(pending.items(), outcomes, strict=True):
                if isinstance(error, MessageSizeTooLargeError):
                    refused.add(position)
                elif error is not None:
                    retried[position] = message
            if retried:
                await self._back_off(next(filter(None, outcomes)), len(retried), tries)
            tries += 1
            pending = retried
        self.waiting_for = None
        return frozenset(refused)

    async def _send_one(self, message: Outgoing) -> KafkaError | None:
        """Return None when it is acknowledged, the error when that is one to go on with."""
        try:
            sent = await self._topics[message.topic].send(
                key=message.key, value=message.value, headers=list(message.headers)
            )
            await sent
        except (KafkaError, ProducerSendError) as raised:
            error = raised.__cause__ if isinstance(raised, ProducerSendError) else raised
            if isinstance(error, KafkaError) and is_known(error):
                return error
            raise
        return None

    async def _back_off(self, error: KafkaError | None, messages: int, tries: int) -> None:
        reason = type(error).__name__
        self._metrics.counter(RETRIES, reason=reason).inc(messages)
        self.waiting_for = f"kafka ({reason})"
        log.warning("not sent, trying again", reason=reason, messages=messages)
        ceiling = min(MOST_BACKOFF_S, FIRST_BACKOFF_S * 2.0 ** min(tries, 10))
        await asyncio.sleep(random.random() * ceiling)  # noqa: S311 - spreads load, hides nothing

    async def _receive(self, stream: Any) -> None:  # noqa: ANN401 - faust has no types
        async for event in stream.noack().events():
            message = event.message
            record = Record(
                Position(message.topic, message.partition, message.offset),
                message.key,
                message.value,
                tuple(message.headers or ()),
            )
            start = self._app.consumer.find_start(message.tp, message.generation_id)
            await self._intake.put(Arrival(record, message.generation_id, start, event))

    async def _note_assignment(self, *_: object, **__: object) -> None:
        self.waiting_for = None

    async def _await_crash(self) -> None:
        await self._app.wait_until_stopped()
        raise StreamCrashedError(repr(self._app.crash_reason))

    def _raw_topic(self, name: str) -> Any:  # noqa: ANN401
        return self._app.topic(
            name, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
        )


def is_known(error: KafkaError) -> bool:
    """Return whether a message that failed so is one to send again or to put aside."""
    return isinstance(error, KafkaTimeoutError | MessageSizeTooLargeError) or bool(error.retriable)
