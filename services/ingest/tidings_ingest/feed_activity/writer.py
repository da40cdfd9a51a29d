"""Snapshots of the counts to the topic, from a thread and a connection of their own.

Nothing of this is in the way of a push: intake only counts in memory, and what Kafka does not take
stays changed until the next round.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from kafka import KafkaProducer

from tidings.feeds.record import FeedDay
from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings_ingest.feed_activity.counts import FeedCounts

# What a kill -9 loses of the counts, and never of the articles.
WRITE_EVERY_S: Final = 10.0
# Milliseconds where the broker is well, and nobody waits.
BOOTSTRAP_TIMEOUT_MS: Final = 3_000
METADATA_TIMEOUT_MS: Final = 2_000
REQUEST_TIMEOUT_MS: Final = 4_000
DELIVERY_TIMEOUT_MS: Final = 5_000
ACKNOWLEDGED_WITHIN_S: Final = DELIVERY_TIMEOUT_MS / 1000 + 1
# Ingest gives itself 18 s to end: requests at hand take 11 of them, the articles' producer 5.
END_WITHIN_S: Final = 2.0
DISCARD_WITHIN_S: Final = 1.0
log = structlog.get_logger()

# kafka-python has no types: what is used of its producer is send and close.
Producer = Any


class ActivityWriter:
    """Writes what has changed each ``every_s`` seconds, and once more at its end.

    ``connect`` returns a producer or raises; one that fails is thrown away. An outage is one line
    in the log, and its end another.
    """

    def __init__(
        self,
        counts: FeedCounts,
        connect: Callable[[], Producer],
        topic: str,
        every_s: float = WRITE_EVERY_S,
    ) -> None:
        self._counts = counts
        self._connect = connect
        self._topic = topic
        self._every_s = every_s
        self._producer: Producer = None
        self._in_trouble = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed-activity", daemon=True)

    def __enter__(self) -> ActivityWriter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(END_WITHIN_S)

    def write(self) -> None:
        """Write what has changed; whatever fails stays for the next call."""
        records = self._counts.take_changed()
        if not records:
            return
        try:
            self._send(records)
        # Nobody else would look after this thread.
        except Exception as error:
            self._counts.put_back(records)
            self._discard()
            if not self._in_trouble:
                self._in_trouble = True
                log.warning("the activity of feeds is not written", reason=type(error).__name__)
        else:
            if self._in_trouble:
                self._in_trouble = False
                log.info("the activity of feeds is written again")

    def _send(self, records: list[FeedDay]) -> None:
        """Send all and look at each; to send one twice does no harm."""
        if self._producer is None:
            self._producer = self._connect()
        sent = [self._producer.send(self._topic, each.to_bytes(), each.key()) for each in records]
        give_up = time.monotonic() + ACKNOWLEDGED_WITHIN_S
        for each in sent:
            each.get(timeout=max(0.0, give_up - time.monotonic()))

    def _run(self) -> None:
        while not self._ended.wait(self._every_s):
            self.write()
        self.write()
        self._discard()

    def _discard(self) -> None:
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            producer.close(timeout=DISCARD_WITHIN_S)
        except Exception:
            # close() gives up before it has stopped its thread when the flush takes too long.
            producer._sender.force_close()


def connect_activity_producer(kafka: KafkaSettings) -> Producer:
    """Return a producer; raises kafka.errors.KafkaError when no broker answers in time."""
    return KafkaProducer(
        **build_connection(kafka),
        acks="all",
        allow_auto_create_topics=False,
        bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
        max_block_ms=METADATA_TIMEOUT_MS,
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
        metrics_enabled=False,
    )
