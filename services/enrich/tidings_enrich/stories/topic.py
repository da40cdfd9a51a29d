"""The topic of the stories, as all workers read it: one partition, one order, no group.

All that is known here is Kafka's: what the messages mean, the book knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Final

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings_enrich.stories.record import StoryRecord

# Nobody waits longer for one answer than a batch waits for its stories, and a bit.
REQUEST_TIMEOUT_MS: Final = 5_000
# An outage is looked at again so often.
AGAIN_AFTER_S: Final = 5.0
POLL_MS: Final = 500
# A record has 350 bytes; between two of these the loop is free for heartbeats.
MOST_RECORDS: Final = 200
log = structlog.get_logger()

Read = tuple[int, int, bytes | None, bytes | None]
"""Offset, the broker's time in ms, key and value."""


class MissingTopicError(Exception):
    """The broker has no such topic."""


class StoryTopic:
    """``is_read`` is true from when the topic was read to its end until reading fails.

    ``first_look`` is set when it was, or when it was seen that it cannot be.
    """

    def __init__(self, kafka: KafkaSettings, name: str) -> None:
        self.is_read = False
        self.first_look = asyncio.Event()
        self._kafka = kafka
        self._name = name
        self._place = TopicPartition(name, 0)
        self._next = 0
        self._advanced = asyncio.Condition()
        self._producer: AIOKafkaProducer | None = None
        self._sent: set[asyncio.Future[int]] = set()

    async def follow(self) -> AsyncIterator[Read]:
        """Yield the records in order, each once, for ever; an outage is waited out."""
        while True:
            try:
                async for each in self._read_on():
                    yield each
            # The road goes on without, and nobody else would look after this.
            except Exception as error:
                if self.is_read or not self.first_look.is_set():
                    log.warning("the stories cannot be read", reason=type(error).__name__)
                self.is_read = False
                self.first_look.set()
                await asyncio.sleep(AGAIN_AFTER_S)

    async def write(self, records: Mapping[str, StoryRecord]) -> int:
        """Return the offset of the last record when all are acknowledged; raises KafkaError."""
        producer = await self._connect()
        sent = [
            await producer.send(self._name, record.to_bytes(), name.encode(), partition=0)
            for name, record in records.items()
        ]
        offsets: list[int] = [each.offset for each in await asyncio.gather(*sent)]
        return max(offsets)

    def send(self, records: Mapping[str, StoryRecord]) -> None:
        """Write records some time; nobody waits for them."""
        if records:
            sending = asyncio.ensure_future(self.write(records))
            self._sent.add(sending)
            sending.add_done_callback(self._note_sent)

    async def await_read(self, offset: int) -> None:
        """Return when the record at ``offset`` was taken from ``follow``."""
        async with self._advanced:
            await self._advanced.wait_for(lambda: self._next > offset)

    async def close(self) -> None:
        """Close the connection of the writer."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def _read_on(self) -> AsyncIterator[Read]:
        consumer = AIOKafkaConsumer(
            **build_connection(self._kafka),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            request_timeout_ms=REQUEST_TIMEOUT_MS,
        )
        try:
            await consumer.start()
            if self._name not in await consumer.topics():
                raise MissingTopicError(self._name)
            consumer.assign([self._place])
            end = (await consumer.end_offsets([self._place]))[self._place]
            if self._next > end:
                # Another topic of the same name: what is known of the old one stays known.
                self._next = 0
            consumer.seek(self._place, self._next)
            while True:
                found = await consumer.getmany(timeout_ms=POLL_MS, max_records=MOST_RECORDS)
                for each in found.get(self._place, ()):
                    yield each.offset, each.timestamp, each.key, each.value
                await self._advance(await consumer.position(self._place), end)
        finally:
            await consumer.stop()

    async def _advance(self, following: int, end: int) -> None:
        async with self._advanced:
            self._next = following
            self._advanced.notify_all()
        if following >= end and not self.is_read:
            self.is_read = True
            self.first_look.set()
            log.info("the stories are read", offset=following)

    async def _connect(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **build_connection(self._kafka),
                acks="all",
                request_timeout_ms=REQUEST_TIMEOUT_MS,
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer

    def _note_sent(self, sending: asyncio.Future[int]) -> None:
        self._sent.discard(sending)
        if not sending.cancelled() and (error := sending.exception()) is not None:
            log.warning("a story was not corrected", reason=type(error).__name__)
