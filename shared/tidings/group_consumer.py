"""A member of a consumer group, on kafka-python, that commits nothing by itself."""

from __future__ import annotations

from typing import Final

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES

# Between two polls of the index stand the dead letters of two bulks, each at most 30 s, and two
# commits of 10 s, 80 s together; waiting for Elasticsearch polls twice a second, however long. A
# member has as long to give its partitions up, which waits 60 s for what is being written.
MAX_POLL_INTERVAL_MS: Final = 300_000
# A worker that was killed is missed after this; three heartbeats fit in, so that two may be late.
# They come from a thread of the client, whatever the worker does.
SESSION_TIMEOUT_MS: Final = 10_000
HEARTBEAT_MS: Final = 3_000
# A broker that is back is found within a second; the default backs off to 30 s.
RECONNECT_BACKOFF_MAX_MS: Final = 1_000
# kafka-python's own; long enough for a broker that is just starting.
CONNECT_WITHIN_MS: Final = 30_000


def open_group_consumer(
    kafka: KafkaSettings,
    group: str,
    *,
    max_records: int,
    fetch_bytes: int = MAX_MESSAGE_BYTES,
    connect_within_ms: int = CONNECT_WITHIN_MS,
) -> KafkaConsumer:
    """Return a member of ``group`` that is subscribed to nothing yet.

    ``fetch_bytes`` bounds what is read ahead; a message that is larger comes alone.

    Raises kafka.errors.KafkaError when no broker answers.
    """
    return KafkaConsumer(
        **build_connection(kafka),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        max_poll_interval_ms=MAX_POLL_INTERVAL_MS,
        session_timeout_ms=SESSION_TIMEOUT_MS,
        heartbeat_interval_ms=HEARTBEAT_MS,
        max_poll_records=max_records,
        max_partition_fetch_bytes=fetch_bytes,
        fetch_max_bytes=fetch_bytes,
        bootstrap_timeout_ms=connect_within_ms,
        reconnect_backoff_max_ms=RECONNECT_BACKOFF_MAX_MS,
    )


def keep_joining(consumer: KafkaConsumer) -> None:
    """Go on with a rebalance that the last poll was too short for; to be called after each poll.

    kafka-python 3.0 forgets one that it began because a topic's partitions had changed, or became
    known late: it takes note of the new partitions halfway, sees no reason to rejoin any more, and
    never fetches the answer. The worker would own nothing for ever and call itself idle. Where the
    rebalance is remembered, asking for it again changes nothing.
    """
    coordinator = consumer._coordinator  # there is no public way
    if coordinator.rebalance_in_progress():
        coordinator.request_rejoin()


async def sleep_on_loop(consumer: KafkaConsumer, seconds: float) -> None:
    """Let the consumer's loop go on for a while, heartbeats with it; for listeners of rebalances.

    The loop is kafka-python's own, and none of asyncio's sleeps works on it.
    """
    await consumer._net.sleep(seconds)  # there is no public way


def return_to_committed(
    consumer: KafkaConsumer, partition: TopicPartition, timeout_ms: int
) -> OffsetAndMetadata | None:
    """Read ``partition`` from where its group has committed, and return that; None: from its start.

    To be called for each partition that a rebalance brings, after the poll in which it does; what
    that poll gave of the partition comes once more. kafka-python 3.0 says that all partitions are
    revoked, and leaves those that stay where they were read to: what was read and not finished
    would be left out, until the next commit covers it for good.

    Raises kafka.errors.KafkaError.
    """
    committed = consumer.committed(partition, metadata=True, timeout_ms=timeout_ms)
    if committed is None:
        consumer.seek_to_beginning(partition)
    else:
        consumer.seek(partition, committed.offset)
    return committed
