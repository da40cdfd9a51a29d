"""The faust side of the enrich stage: all that is known about faust is in this file.

Of faust's conveniences those are off that acknowledge on their own:

1. values are raw bytes, since faust acknowledges what it cannot decode;
2. the agent only hands records on and never raises, since faust goes on behind an exception;
3. one agent, in the order of the offsets, since with more a commit can pass unfinished work;
4. a record is acknowledged by ``acknowledge`` alone, and only in the generation that fetched it.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import faust
import structlog
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from tidings.dead_letter import Position
from tidings.kafka_connection import build_tls_context
from tidings.metrics import RETRIES, StageMetrics
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_enrich.enrichment import Record
from tidings_enrich.intake import Arrival, Intake
from tidings_enrich.outgoing import Outgoing
from tidings_enrich.settings import EnrichSettings

# A worker that was killed is missed after this; three heartbeats fit in, so that two may be late.
# They come from the event loop, and the tagger works beside it on a thread.
SESSION_TIMEOUT_S: Final = 10.0
HEARTBEAT_S: Final = 3.0
# Time for the others to come to a rebalance; each answers within a heartbeat.
REBALANCE_TIMEOUT_S: Final = 30.0
# More than the session, or faust refuses to start.
REQUEST_TIMEOUT_S: Final = 30.0
# The next poll waits for a batch when the buffers are full: at worst 32 texts of 1 MiB, which the
# accurate tagger reads at 17,400 characters a second in 32 × 60 s. Sends that wait for a broker
# hold it up too; an outage of an hour must not end the membership, or each would be followed by a
# rebalance.
MAX_POLL_INTERVAL_S: Final = 3600.0
# The worker commits after each batch; faust's own timer must not commit beside it.
NO_TIMER_S: Final = 24 * 3600.0
# Per partition and fetch. A single larger message still comes: the broker sends at least one.
FETCH_BYTES: Final = 1024 * 1024
# Records that faust holds before the intake. At 16 MiB, the largest there can be, that is 128 MiB.
FAUST_BUFFER: Final = 8
# Full jitter: a random part of 0.2 s, 0.4 s, … up to 5 s.
FIRST_BACKOFF_S: Final = 0.2
MOST_BACKOFF_S: Final = 5.0
log = structlog.get_logger()


class StreamCrashedError(Exception):
    """Faust, or the client below it, gave up; a new process begins where the commits ended."""


def build_app(settings: EnrichSettings, kafka: KafkaSettings) -> Any:  # noqa: ANN401 - no types
    """Return the faust app: no web server, no tables, no topics of its own, acks from all."""
    return faust.App(
        settings.enrich_group,
        broker=";".join(f"kafka://{each}" for each in kafka.bootstrap_servers.split(",")),
        broker_credentials=build_credentials(kafka),
        autodiscover=False,
        broker_commit_interval=NO_TIMER_S,
        broker_commit_livelock_soft_timeout=NO_TIMER_S,
        broker_heartbeat_interval=HEARTBEAT_S,
        broker_max_poll_interval=MAX_POLL_INTERVAL_S,
        broker_max_poll_records=settings.batch_articles,
        broker_rebalance_timeout=REBALANCE_TIMEOUT_S,
        broker_request_timeout=REQUEST_TIMEOUT_S,
        broker_session_timeout=SESSION_TIMEOUT_S,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=FETCH_BYTES,
        # Faust makes this folder, by default where it is started, and nothing comes into it.
        datadir=Path(tempfile.gettempdir()) / f"{settings.enrich_group}-data",
        key_serializer="raw",
        processing_guarantee="at_least_once",
        producer_acks=-1,
        producer_max_request_size=MAX_MESSAGE_BYTES,
        producer_request_timeout=REQUEST_TIMEOUT_S,
        store="memory://",
        stream_buffer_maxsize=FAUST_BUFFER,
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        value_serializer="raw",
        web_enabled=False,
    )


def build_credentials(kafka: KafkaSettings) -> Any:  # noqa: ANN401
    """Return what faust takes in place of ``build_connection``; None where nobody asks."""
    context = build_tls_context(kafka)
    if kafka.sasl_password is not None:
        return faust.SASLCredentials(
            username=kafka.sasl_username,
            password=kafka.sasl_password.get_secret_value(),
            mechanism=kafka.sasl_mechanism,
            ssl_context=context,
        )
    return None if context is None else faust.SSLCredentials(context)


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
            await self._intake.put(Arrival(record, message.generation_id, event))

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
