"""The index stage while Elasticsearch is away or blocked: it waits, and recovers by itself."""

from __future__ import annotations

import socket

import pytest
from index_parts import make_tagged
from index_process import SOON_S, IndexRoad, await_answer
from stack_fixtures import wait_until
from stage_process import ask

pytestmark = pytest.mark.servers


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    try:
        yield road
    finally:
        servers.start()
        road.remove()


def find_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


port = pytest.fixture(find_port, name="port")
other_port = pytest.fixture(find_port, name="other_port")


def test_elasticsearch_killed_under_load_comes_back_and_everything_arrives(road, servers, port):
    road.create()
    articles = [make_tagged(number) for number in range(1, 1_501)]
    worker = road.start_worker(port=port, TIDINGS_BULK_ITEMS="10")
    await_answer(port, "/readyz", 200)
    road.push_articles(articles)
    wait_until(lambda: road.committed() >= 50, SOON_S, "the first commits")
    servers.server("elasticsearch").kill()
    await_answer(port, "/readyz", 503, "waiting for elasticsearch (unreachable)")
    waiting_at = road.committed()
    assert waiting_at < 1_500
    assert ask(port, "/healthz")[0] == 200
    servers.server("elasticsearch").start()
    road.await_commits(1_500)
    assert road.count() == 1_500
    assert worker.poll() is None
    await_answer(port, "/readyz", 200)


def test_a_blocked_index_is_waited_for_and_nothing_is_committed_meanwhile(road, port):
    road.create()
    client = road.client()
    client.indices.put_settings(index=road.name, settings={"index.blocks.write": True})
    articles = [make_tagged(number) for number in range(1, 11)]
    road.push_articles(articles)
    worker = road.start_worker(port=port)
    await_answer(port, "/readyz", 503, "waiting for elasticsearch (blocked)")
    assert road.committed() == 0
    client.indices.put_settings(index=road.name, settings={"index.blocks.write": None})
    road.await_commits(10)
    assert len(road.fetch(articles)) == 10
    assert worker.poll() is None


def test_a_stop_while_the_index_is_blocked_ends_in_time_and_commits_nothing(road, port):
    road.create()
    client = road.client()
    client.indices.put_settings(index=road.name, settings={"index.blocks.write": True})
    road.push_articles([make_tagged(1)])
    worker = road.start_worker(port=port)
    await_answer(port, "/readyz", 503, "waiting for elasticsearch (blocked)")
    worker.terminate()
    assert worker.wait(20) == 0
    assert road.committed() == 0


def test_a_worker_started_first_waits_for_the_topic_and_then_for_the_index(road, port):
    road.start_worker(port=port)
    await_answer(port, "/readyz", 503, f"waiting for the topic {road.topic}")
    road.create()
    await_answer(port, "/readyz", 200)
    road.push_articles([make_tagged(1)])
    road.await_commits(1)


def test_a_worker_that_joins_while_another_holds_records_leaves_none_of_them_out(
    road, port, other_port
):
    road.create()
    client = road.client()
    client.indices.put_settings(index=road.name, settings={"index.blocks.write": True})
    road.push_articles([make_tagged(number) for number in range(1, 61)])
    road.start_worker(port=port)
    await_answer(port, "/readyz", 503, "waiting for elasticsearch (blocked)")
    road.start_worker(port=other_port)
    # It has records, so the partitions are shared out again: some went, and some stayed.
    await_answer(other_port, "/readyz", 503, "waiting for elasticsearch (blocked)")
    client.indices.put_settings(index=road.name, settings={"index.blocks.write": None})
    road.push_articles([make_tagged(number) for number in range(61, 121)])
    road.await_commits(120)
    assert road.count() == 120
