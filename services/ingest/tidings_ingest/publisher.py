"""Articles to the topic, each acknowledged by all replicas or reported as not.

The producer may block, so a thread of its own feeds it: one for all requests, so that their number
costs no threads. Whatever the producer does, each request has its answer within ``DEADLINE_S``.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import structlog
from kafka.errors import (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    RetriableError,
)

from tidings.outcome import Ok, Reject, Retry
from tidings_ingest.delivery import UNKNOWN, Delivery, Message
from tidings_ingest.embargo.release_time import write_hold
from tidings_ingest.loop_traffic import Inbox, Outbox, settle_once
from tidings_ingest.ports import Outgoing, Published

# A sender waits 10 s for its answer: 8 s of the producer's own tries, and 2 s for a queue of
# requests to get there.
DEADLINE_S: Final = 10.0
# A message that has no outcome this long after its deadline never gets one from this producer.
PATIENCE_S: Final = 2.0
# How often the thread looks after what it has sent when there is nothing to send.
LOOK_EVERY_S: Final = 0.5
CLOSE_WITHIN_S: Final = 5.0
TOO_LARGE: Final = Reject("too_large", "the article is larger than a message may be, 16 MiB")
log = structlog.get_logger()

# kafka-python has no types: what is used of its producer is send, flush and close.
Producer = Any


class KafkaPublisher:
    """The publisher on a topic, and on ``held_topic`` for what is under embargo.

    ``connect`` returns a producer or raises within a few seconds.

    A producer that meets an error it cannot get over, or that leaves messages without an outcome,
    is thrown away and a new one made; so it recovers by itself from whatever happens to Kafka.
    """

    def __init__(
        self,
        connect: Callable[[], Producer],
        discard: Callable[[Producer], None],
        topic: str,
        held_topic: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._discard = discard
        self._topic = topic
        self._held_topic = held_topic
        self._clock = clock
        self._queue: queue.SimpleQueue[list[Delivery] | None] = queue.SimpleQueue()
        self._outbox = Outbox(self._queue.put)
        self._inbox: Inbox | None = None
        self._sent: deque[Delivery] = deque()
        self._producer: Producer = None
        self._broken = False
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def __enter__(self) -> KafkaPublisher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        self._thread.join(CLOSE_WITHIN_S)

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
        self._queue.put([delivery])
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

    def _run(self) -> None:
        while True:
            try:
                deliveries = self._queue.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                self._look_after_sent()
                continue
            if deliveries is None:
                break
            for delivery in deliveries:
                self._look_after_sent()
                if self._clock() < delivery.deadline:
                    self._send(delivery)
                else:
                    delivery.settle_rest(UNKNOWN)
        self._let_go()

    def _send(self, delivery: Delivery) -> None:
        # Whatever either call raises, the thread has to live on for the next request.
        try:
            producer = self._producer = self._producer or self._connect()
        except Exception as error:
            self._report(error)
            delivery.settle_rest(UNKNOWN)
            return
        self._sent.append(delivery)
        for position, message in enumerate(delivery.messages):
            try:
                sending = producer.send(
                    message.topic, message.value, message.key, headers=message.headers
                )
            except Exception as error:
                outcome = self._classify(error)
                delivery.settle(position, outcome)
                if isinstance(outcome, Retry):
                    # The rest would wait as long, one after the other.
                    delivery.settle_rest(outcome)
                    return
            else:
                self._follow(sending, delivery, position)

    def _follow(self, sending: Any, delivery: Delivery, position: int) -> None:  # noqa: ANN401
        def succeed(_: object) -> None:
            if self._trouble is not None:
                self._trouble = None
                log.info("kafka acknowledges again")
            delivery.settle(position, Ok("accepted"))

        def fail(error: Exception) -> None:
            delivery.settle(position, self._classify(error))

        sending.add_callback(succeed)
        sending.add_errback(fail)

    def _classify(self, error: Exception) -> Published:
        match error:
            case MessageSizeTooLargeError() | RecordListTooLargeError():
                return TOO_LARGE
            case RetriableError():
                self._report(error)
            case _:
                self._report(error)
                self._broken = True
        return UNKNOWN

    def _report(self, error: Exception) -> None:
        kind = type(error).__name__
        if self._trouble != kind:
            self._trouble = kind
            log.warning("not acknowledged", reason=kind)

    def _look_after_sent(self) -> None:
        """Throw the producer away when it cannot go on."""
        while self._sent and self._sent[0].is_settled:
            self._sent.popleft()
        if self._sent and self._clock() > self._sent[0].deadline + PATIENCE_S:
            log.warning("the producer is stuck", requests=len(self._sent))
            self._broken = True
        if self._broken:
            self._let_go()
            self._broken = False

    def _let_go(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            self._discard(producer)
        while self._sent:
            self._sent.popleft().settle_rest(UNKNOWN)
