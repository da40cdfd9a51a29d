"""Topics whose work is shared out get the partitions that the settings want, and keep them."""

from __future__ import annotations

import uuid

from kafka import KafkaAdminClient
from stack_fixtures import wait_until

from tidings.broker import create_topics, grow_topics
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, Topic


def count_partitions(kafka: str, topics: list[Topic]) -> list[int]:
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    try:
        found = {
            each["name"]: len(each["partitions"])
            for each in admin.describe_topics([each.name for each in topics])
        }
    finally:
        admin.close()
    return [found[each.name] for each in topics]


def test_what_workers_share_grows_and_never_shrinks(servers):
    servers.start()
    name = f"t{uuid.uuid4().hex[:8]}"
    shared, ordered = Topic(f"{name}.shared", 6, DAY_MS, grows=True), Topic(name, 1, DAY_MS)
    topics = [shared, ordered]

    def provide(partitions: int) -> list[str]:
        kafka = KafkaSettings(bootstrap_servers=servers.kafka, partitions=partitions)
        create_topics(kafka, topics)
        return grow_topics(kafka, topics)

    def await_counts(*counts: int) -> None:
        # The broker tells of what it has just made a moment later.
        def holds() -> bool:
            return count_partitions(servers.kafka, topics) == list(counts)

        wait_until(holds, 30, f"{counts} partitions")

    assert provide(2) == []
    await_counts(2, 1)
    assert provide(4) == [shared.name]
    await_counts(4, 1)
    assert provide(4) == provide(3) == []
    await_counts(4, 1)
