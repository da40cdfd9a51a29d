"""Where enrich reads on after a rebalance, on a real Kafka."""

from __future__ import annotations

import asyncio

import pytest
from enrich_process import make_article, open_road

from tidings.settings import KafkaSettings
from tidings_enrich.faust_app import build_app
from tidings_enrich.settings import EnrichSettings

pytestmark = pytest.mark.servers
# Joining a group takes 2 s; the rest is for a busy machine.
SOON_S = 60.0


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as road:
        yield road


async def take(arrived, count):
    return sorted([await asyncio.wait_for(arrived.get(), SOON_S) for _ in range(count)])


async def test_a_partition_without_a_commit_is_read_from_its_start_again(road):
    """As a rebalance seeks, after which faust drops what an unfinished fetch still brings."""
    articles = [make_article(number) for number in range(9)]
    road.push(articles)
    app = build_app(
        EnrichSettings(enrich_group=road.group), KafkaSettings(bootstrap_servers=road.kafka)
    )
    arrived = asyncio.Queue()

    async def receive(stream):
        async for event in stream.noack().events():
            await arrived.put((event.message.partition, event.message.offset))

    app.agent(app.topic(road.raw, value_serializer="raw"), name="receive")(receive)
    await app.start()
    try:
        first = await take(arrived, len(articles))
        await app.consumer.perform_seek()
        assert await take(arrived, len(articles)) == first
    finally:
        await app.stop()
