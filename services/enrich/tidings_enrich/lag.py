"""How far the group is behind, asked of Kafka itself and not of the consumer that does the work.

A consumer that hangs believes that there is nothing to do; its own figures would call it idle.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

# Both questions are answered in milliseconds by a broker that is well.
ANSWER_WITHIN_S = 5.0


class LagProbe:
    """Asks for end offsets and committed offsets; joins no group and fetches nothing."""

    def __init__(self, bootstrap_servers: str, topic: str, group: str) -> None:
        self._servers = bootstrap_servers.split(",")
        self._topic = topic
        self._group = group
        self._consumer: AIOKafkaConsumer | None = None

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
        lag: dict[int, int] = {}
        for place in places:
            committed = await consumer.committed(place)
            # Retention may have removed what was never read.
            lag[place.partition] = ends[place] - max(committed or 0, starts[place])
        return lag

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
            bootstrap_servers=self._servers,
            group_id=self._group,
            enable_auto_commit=False,
            request_timeout_ms=int(ANSWER_WITHIN_S * 1000),
        )
        self._consumer = consumer
        await consumer.start()
        return consumer

    async def close(self) -> None:
        """Close the connection; the next question opens another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()
