"""The kafka-python producer with the settings that a 202 rests on."""

from __future__ import annotations

from typing import Any, Final

from kafka import KafkaProducer
from kafka.errors import KafkaError

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES

# Under the publisher's deadline of 10 s, so that the producer's own verdict is the usual one.
DELIVERY_TIMEOUT_MS: Final = 8_000
# Half of it: one answer that is lost leaves time for a second try.
REQUEST_TIMEOUT_MS: Final = 4_000
# Where the topic's partitions are is known after the first message; one round trip.
METADATA_TIMEOUT_MS: Final = 2_000
BOOTSTRAP_TIMEOUT_MS: Final = 3_000
# A broker that is back is found within a second; the default backs off to 30 s.
RECONNECT_BACKOFF_MAX_MS: Final = 1_000
FLUSH_WITHIN_S: Final = 3.0
# What gathers for a partition while a request is on its way goes with the next one. A request costs
# as much as ten articles: with batches of 256 KiB in place of 16 a loop that only produces is three
# times as fast, and takes half of the processor time for each article.
BATCH_BYTES: Final = 256 * 1024
# An article that comes alone waits this long for others; an acknowledgement takes as long.
LINGER_MS: Final = 2


def connect_producer(kafka: KafkaSettings) -> Any:  # noqa: ANN401 - kafka-python has no types
    """Return a producer; raises kafka.errors.KafkaError when no broker answers in time."""
    return KafkaProducer(
        **build_connection(kafka),
        acks="all",
        enable_idempotence=True,
        allow_auto_create_topics=False,
        delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        max_block_ms=METADATA_TIMEOUT_MS,
        bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS,
        reconnect_backoff_max_ms=RECONNECT_BACKOFF_MAX_MS,
        max_request_size=MAX_MESSAGE_BYTES,
        batch_size=BATCH_BYTES,
        linger_ms=LINGER_MS,
        metrics_enabled=False,
    )


def discard_producer(producer: Any) -> None:  # noqa: ANN401
    """Close the producer: what is on its way is given a moment, then given up."""
    try:
        producer.close(timeout=FLUSH_WITHIN_S)
    except KafkaError:
        # close() gives up before it has stopped its thread when the flush takes too long.
        producer._sender.force_close()
