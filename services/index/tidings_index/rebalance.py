"""Hold a rebalance up until nothing is with Elasticsearch, then tell what goes and what comes.

What is being written when its partition goes away would otherwise arrive beside, or after, what the
next owner writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

import structlog
from kafka import AsyncConsumerRebalanceListener, KafkaConsumer, TopicPartition

from tidings.group_consumer import sleep_on_loop

# 60 s, two time-outs of a request to Elasticsearch: a bulk asks for the texts before, and is
# written. The group waits for a member as long as it may be between two polls, 300 s.
LOOK_EVERY_S: Final = 0.02
LOOKS: Final = 3_000
log = structlog.get_logger()


class Share(Protocol):
    """Whose partitions go and come."""

    def gain(self, partitions: Iterable[TopicPartition]) -> None:
        """Take on what comes."""
        ...

    def lose(self, partitions: Iterable[TopicPartition]) -> None:
        """Give up what goes."""
        ...


class Rebalance(AsyncConsumerRebalanceListener):  # type: ignore[misc] # kafka-python has no types
    """Listens for ``share``; it runs on the consumer's loop, beside the heartbeats.

    Meanwhile the thread that polls waits for its poll to end, so nothing new is sent.
    """

    def __init__(
        self, share: Share, consumer: KafkaConsumer, is_settled: Callable[[], bool]
    ) -> None:
        self._share = share
        self._consumer = consumer
        self._is_settled = is_settled

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Wait for what is being written, then give the partitions up."""
        for _ in range(LOOKS):
            if self._is_settled():
                break
            await sleep_on_loop(self._consumer, LOOK_EVERY_S)
        else:
            log.warning("a bulk hangs, its partitions go without it")
        self._share.lose(revoked)

    async def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        """Give the partitions up at once: others have them already."""
        self._share.lose(lost)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Take the partitions on."""
        self._share.gain(assigned)
