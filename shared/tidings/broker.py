"""Create the topics, from the same table for the embedded stack and for production."""

from __future__ import annotations

from collections.abc import Iterable

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
    admin = KafkaAdminClient(
        **build_connection(kafka),
        bootstrap_timeout_ms=connect_within_ms,
        request_timeout_ms=ADMIN_TIMEOUT_MS,
    )
    try:
        present = set(admin.list_topics())
        return [
            each.name for each in topics if each.name not in present and _create(admin, each, kafka)
        ]
    finally:
        admin.close()


def _create(admin: KafkaAdminClient, topic: Topic, kafka: KafkaSettings) -> bool:
    wanted = NewTopic(
        name=topic.name,
        num_partitions=topic.partitions,
        replication_factor=kafka.replication_factor,
        topic_configs=topic.settings(kafka.min_insync_replicas),
    )
    try:
        admin.create_topics([wanted], timeout_ms=ADMIN_TIMEOUT_MS)
    except TopicAlreadyExistsError:
        return False  # another process was faster
    return True
