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

from tidings.outcome import Retry
from tidings.tracing.context import TraceContext, write_context
from tidings.tracing.current import read_trace
from tidings.tracing.messaging import describe_messages, name_operation
from tidings.tracing.spans import NO_SPANS, Spans
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

    ``connect``, ``discard`` and ``clock`` are those of ``ProducerThread``. Each message carries the
    context of the span in which it was sent.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        connect: Callable[[], Producer],
        discard: Callable[[Producer], None],
        topic: str,
        held_topic: str,
        clock: Callable[[], float] = time.monotonic,
        *,
        spans: Spans = NO_SPANS,
    ) -> None:
        self._topic = topic
        self._held_topic = held_topic
        self._clock = clock
        self._spans = spans
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
        with self._spans.open(
            name_operation("send", self._topic),
            "producer",
            parent=read_trace(),
            attributes=describe_messages("send", self._topic, len(outgoing)),
        ) as span:
            published = await self._send([self._write(each, span.context) for each in outgoing])
            if any(isinstance(each, Retry) for each in published):
                span.fail("unacknowledged")
        return published

    async def _send(self, messages: Sequence[Message]) -> list[Published]:
        loop = asyncio.get_running_loop()
        inbox = self._inbox = self._inbox or Inbox(loop)
        settled = inbox.open()
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

    def _write(self, outgoing: Outgoing, context: TraceContext) -> Message:
        article, until = outgoing.article, outgoing.held_until
        key, value = article.id.encode("ascii"), article.to_bytes()
        carried = list(write_context(context))
        if until is None:
            return Message(self._topic, key, value, carried)
        hold = write_hold(until, article.revision)
        return Message(self._held_topic, key, value, [*hold, *carried])

    def _describe(self, messages: Sequence[Message], announce: Callable[[], None]) -> Delivery:
        return Delivery(messages, self._clock() + DEADLINE_S, announce)
