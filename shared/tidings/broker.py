"""Create the topics and let them grow, from one table for the embedded stack and production."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from kafka.errors import TopicAlreadyExistsError

from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import TOPICS, Topic

# Creating the topics takes under a second; 30 s covers a broker that is just electing leaders.
ADMIN_TIMEOUT_MS = 30_000


def create_topics(
    kafka: KafkaSettings,
    topics: Iterable[Topic] = TOPICS,
    *,
    connect_within_ms: int = ADMIN_TIMEOUT_MS,
) -> list[str]:
    """Create the topics that do not exist and return their names; existing ones stay as they are.

    Raises kafka.errors.KafkaError when the broker cannot be reached or refuses.
    """
    with _connect(kafka, connect_within_ms) as admin:
        present = set(admin.list_topics())
        return [
            each.name for each in topics if each.name not in present and _create(admin, each, kafka)
        ]


def grow_topics(
    kafka: KafkaSettings,
    topics: Iterable[Topic] = TOPICS,
    *,
    connect_within_ms: int = ADMIN_TIMEOUT_MS,
) -> list[str]:
    """Add partitions where a topic has fewer than the settings want; return the topics' names.

    None is ever taken away. Raises kafka.errors.KafkaError.
    """
    with _connect(kafka, connect_within_ms) as admin:
        wanted = {each.name: each.count_partitions(kafka.partitions) for each in topics}
        present = {
            each["name"]: len(each["partitions"])
            for each in admin.describe_topics(list(wanted))
            if each["partitions"]
        }
        more = {name: wanted[name] for name, count in present.items() if count < wanted[name]}
        if more:
            admin.create_partitions(more, timeout_ms=ADMIN_TIMEOUT_MS)
        return sorted(more)


@contextmanager
def _connect(kafka: KafkaSettings, within_ms: int) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(
        **build_connection(kafka),
        bootstrap_timeout_ms=within_ms,
        request_timeout_ms=ADMIN_TIMEOUT_MS,
    )
    try:
        yield admin
    finally:
        admin.close()


def _create(admin: KafkaAdminClient, topic: Topic, kafka: KafkaSettings) -> bool:
    wanted = NewTopic(
        name=topic.name,
        num_partitions=topic.count_partitions(kafka.partitions),
        replication_factor=kafka.replication_factor,
        topic_configs=topic.settings(kafka.min_insync_replicas),
    )
    try:
        admin.create_topics([wanted], timeout_ms=ADMIN_TIMEOUT_MS)
    except TopicAlreadyExistsError:
        return False  # another process was faster
    return True
