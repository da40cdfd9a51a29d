"""Articles to the topic, each acknowledged by all replicas or reported as not.

Whatever the producer does, each request has its answer within ``DEADLINE_S``.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from tidings_ingest.delivery import Delivery, Message
from tidings_ingest.embargo.release_time import write_hold
from tidings_ingest.loop_traffic import Inbox, Outbox, settle_once
from tidings_ingest.ports import Outgoing, Published
from tidings_ingest.producer_thread import Producer, ProducerThread

# A sender waits 10 s for its answer: 8 s of the producer's own tries, and 2 s for a queue of
# requests to get there.
DEADLINE_S: Final = 10.0


class KafkaPublisher:
    """The publisher on a topic, and on ``held_topic`` for what is under embargo.

    ``connect``, ``discard`` and ``clock`` are those of ``ProducerThread``.
    """

    def __init__(
        self,
        connect: Callable[[], Producer],
        discard: Callable[[Producer], None],
        topic: str,
        held_topic: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._topic = topic
        self._held_topic = held_topic
        self._clock = clock
        self._thread = ProducerThread(connect, discard, clock)
        self._outbox = Outbox(self._thread.put)
        self._inbox: Inbox | None = None

    def __enter__(self) -> KafkaPublisher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stop()

    async def publish(self, outgoing: Sequence[Outgoing]) -> list[Published]:
        """Return what became of each article, within ``DEADLINE_S``; always on the same loop."""
        loop = asyncio.get_running_loop()
        inbox = self._inbox = self._inbox or Inbox(loop)
        settled = inbox.open()
        messages = [self._write(each) for each in outgoing]
        delivery = self._describe(messages, partial(inbox.announce, settled))
        self._outbox.put(delivery)
        giving_up = loop.call_later(DEADLINE_S, settle_once, settled)
        try:
            await settled
        finally:
            giving_up.cancel()
        return delivery.read_outcomes()

    def publish_messages(self, messages: Sequence[Message]) -> list[Published]:
        """Return what became of each message, within ``DEADLINE_S``; for other threads."""
        settled = threading.Event()
        delivery = self._describe(messages, settled.set)
        self._thread.put([delivery])
        settled.wait(DEADLINE_S)
        return delivery.read_outcomes()

    def _write(self, outgoing: Outgoing) -> Message:
        article, until = outgoing.article, outgoing.held_until
        key, value = article.id.encode("ascii"), article.to_bytes()
        if until is None:
            return Message(self._topic, key, value)
        return Message(self._held_topic, key, value, write_hold(until, article.revision))

    def _describe(self, messages: Sequence[Message], announce: Callable[[], None]) -> Delivery:
        return Delivery(messages, self._clock() + DEADLINE_S, announce)
