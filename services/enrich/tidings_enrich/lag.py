"""How far the group is behind, asked of Kafka itself and not of the consumer that does the work.

A consumer that hangs believes that there is nothing to do; its own figures would call it idle.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings

# Both questions are answered in milliseconds by a broker that is well.
ANSWER_WITHIN_S = 5.0
# A broker sends one batch of messages whatever the limit is, and one is enough to be dated.
DATED_BYTES = 1


class LagProbe:
    """Asks for end offsets and committed offsets, and for one message of each partition behind.

    It joins no group.
    """

    def __init__(self, kafka: KafkaSettings, topic: str, group: str) -> None:
        self._kafka = kafka
        self._topic = topic
        self._group = group
        self._consumer: AIOKafkaConsumer | None = None
        self._next: dict[TopicPartition, int] = {}
        self._dated: dict[TopicPartition, tuple[int, datetime]] = {}

    async def measure(self, partitions: Collection[int]) -> dict[int, int] | None:
        """Return the messages behind the committed offset; None when Kafka does not answer."""
        try:
            return await asyncio.wait_for(self._ask(partitions), ANSWER_WITHIN_S)
        except (KafkaError, TimeoutError, OSError):
            await self.close()
            return None

    async def _ask(self, partitions: Collection[int]) -> dict[int, int]:
        consumer = self._consumer or await self._connect()
        places = [TopicPartition(self._topic, each) for each in sorted(partitions)]
        starts = await consumer.beginning_offsets(places)
        ends = await consumer.end_offsets(places)
        # Retention may have removed what was never read.
        first = {each: max(await consumer.committed(each) or 0, starts[each]) for each in places}
        self._next = {each: offset for each, offset in first.items() if offset < ends[each]}
        return {each.partition: ends[each] - first[each] for each in places}

    async def date_oldest(self) -> datetime | None:
        """Return when the oldest message came to the topic that was behind when last measured.

        None when there was none, or Kafka does not answer. What stands still is asked for once.
        """
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                self._dated = {
                    place: self._dated[place]
                    if self._dated.get(place, (-1,))[0] == offset
                    else (offset, await self._date(place, offset))
                    for place, offset in self._next.items()
                }
        except (KafkaError, TimeoutError, OSError):
            await self.close()
            return None
        return min((at for _, at in self._dated.values()), default=None)

    async def _date(self, place: TopicPartition, offset: int) -> datetime:
        consumer = self._consumer or await self._connect()
        consumer.assign([place])
        consumer.seek(place, offset)
        try:
            message = await consumer.getone(place)
        finally:
            consumer.unsubscribe()
        return datetime.fromtimestamp(message.timestamp / 1000, UTC)

    async def is_topic_there(self) -> bool | None:
        """Return whether the topic exists; None when Kafka does not answer."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                consumer = self._consumer or await self._connect()
                return self._topic in await consumer.topics()
        except (KafkaError, TimeoutError, OSError):
            await self.close()
            return None

    async def _connect(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            **build_connection(self._kafka),
            group_id=self._group,
            enable_auto_commit=False,
            request_timeout_ms=int(ANSWER_WITHIN_S * 1000),
            max_partition_fetch_bytes=DATED_BYTES,
        )
        self._consumer = consumer
        await consumer.start()
        return consumer

    async def close(self) -> None:
        """Close the connection; the next question opens another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()
