"""How late a stage is, asked of a real Kafka, with both clients."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from tidings.broker import create_topics
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, Topic
from tidings_enrich import lag as enrich
from tidings_index import lag as index


class Group:
    """A topic with three messages on partition 0 and one, of 1 MB, on partition 1."""

    def __init__(self, kafka):
        self.settings = KafkaSettings(bootstrap_servers=kafka)
        self.topic, self.name = (f"lag-{uuid.uuid4().hex[:8]}" for _ in range(2))
        create_topics(self.settings, [Topic(self.topic, 3, DAY_MS)])
        producer = KafkaProducer(bootstrap_servers=kafka, max_request_size=2**21)
        sent = [producer.send(self.topic, b"x", partition=0).get(30) for _ in range(3)]
        large = producer.send(self.topic, bytes(2**20), partition=1).get(30)
        self.came_at = [datetime.fromtimestamp(each.timestamp / 1000, UTC) for each in sent]
        self.large_came_at = datetime.fromtimestamp(large.timestamp / 1000, UTC)
        producer.close()

    def commit(self, **offsets):
        consumer = KafkaConsumer(
            bootstrap_servers=self.settings.bootstrap_servers,
            group_id=self.name,
            enable_auto_commit=False,
        )
        done = {
            TopicPartition(self.topic, int(name[1:])): OffsetAndMetadata(offset, "", -1)
            for name, offset in offsets.items()
        }
        consumer.commit(done)
        consumer.close()

    def ask_index(self):
        probe = index.LagProbe(self.settings, self.topic, self.name)
        yield lambda: (probe.measure([0, 1, 2]), probe.date_oldest())
        probe.close()

    def ask_enrich(self):
        with asyncio.Runner() as runner:
            probe = enrich.LagProbe(self.settings, self.topic, self.name)

            async def ask():
                return await probe.measure([0, 1, 2]), await probe.date_oldest()

            yield lambda: runner.run(ask())
            runner.run(probe.close())


@pytest.fixture(params=["index", "enrich"])
def group_and_ask(request, servers):
    group = Group(servers.kafka)
    opened = getattr(group, f"ask_{request.param}")()
    yield group, next(opened)
    next(opened, None)


def test_a_stage_is_as_late_as_its_oldest_message_that_is_not_committed(group_and_ask):
    group, ask = group_and_ask
    assert ask() == ({0: 3, 1: 1, 2: 0}, group.came_at[0])
    group.commit(p0=2)
    assert ask() == ({0: 1, 1: 1, 2: 0}, group.came_at[2])
    group.commit(p0=3)
    assert ask() == ({0: 0, 1: 1, 2: 0}, group.large_came_at)
    assert ask() == ({0: 0, 1: 1, 2: 0}, group.large_came_at)
    group.commit(p1=1)
    assert ask() == ({0: 0, 1: 0, 2: 0}, None)
