"""The thread that feeds the producer, and what becomes of each message that it sends.

The producer may block, so it has a thread of its own: one for all requests, so that their number
costs no threads.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from kafka.errors import (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    RetriableError,
)

from tidings.outcome import Ok, Reject, Retry
from tidings_ingest.delivery import UNKNOWN, Delivery
from tidings_ingest.ports import Published

# A message that has no outcome this long after its deadline never gets one from this producer.
PATIENCE_S: Final = 2.0
# How often the thread looks after what it has sent when there is nothing to send.
LOOK_EVERY_S: Final = 0.5
CLOSE_WITHIN_S: Final = 5.0
TOO_LARGE: Final = Reject("too_large", "the article is larger than a message may be, 16 MiB")
log = structlog.get_logger()

# kafka-python has no types: what is used of its producer is send, flush and close.
Producer = Any


class ProducerThread:
    """Sends what it is given; ``clock`` is the monotonic one of the deadlines.

    ``connect`` returns a producer or raises within a few seconds.

    A producer that meets an error it cannot get over, or that leaves messages without an outcome,
    is thrown away and a new one made; so it recovers by itself from whatever happens to Kafka.
    """

    def __init__(
        self,
        connect: Callable[[], Producer],
        discard: Callable[[Producer], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._discard = discard
        self._clock = clock
        self._queue: queue.SimpleQueue[Sequence[Delivery] | None] = queue.SimpleQueue()
        self._sent: deque[Delivery] = deque()
        self._producer: Producer = None
        self._broken = False
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Send what was given before, and close the producer; that may take CLOSE_WITHIN_S."""
        self._queue.put(None)
        self._thread.join(CLOSE_WITHIN_S)

    def put(self, deliveries: Sequence[Delivery]) -> None:
        """Give messages; what is late by its turn is not sent. From any thread."""
        self._queue.put(deliveries)

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
