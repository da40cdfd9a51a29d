"""The enrich stage while Kafka is away: it waits, recovers by itself, and loses nothing."""

from __future__ import annotations

import socket
import uuid

import pytest
from enrich_process import Road, keys_of, make_article
from stack_fixtures import wait_until
from stage_process import ask

pytestmark = pytest.mark.servers
SOON_S = 90.0


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = Road(servers.kafka, f"t{uuid.uuid4().hex[:8]}", tmp_path)
    try:
        yield road
    finally:
        road.stop_workers()
        servers.start()


def wait_for_answer(port, path, status, words=""):
    def holds():
        got, text = ask(port, path)
        return got == status and words in text

    wait_until(holds, SOON_S, f"{path} to answer {status} {words}: {ask(port, path)}")


def test_a_broker_killed_under_load_comes_back_and_everything_arrives(road, servers, port):
    road.create()
    articles = [make_article(number) for number in range(1, 1_501)]
    road.push(articles)
    worker = road.start_worker("slow", port=port)
    wait_until(lambda: road.committed() >= 100, SOON_S, "the first commits")
    servers.server("kafka").kill()
    wait_for_answer(port, "/readyz", 503, "waiting for kafka")
    assert ask(port, "/healthz")[0] == 200
    servers.server("kafka").start()
    found = {each.key for each in road.read(road.enriched, keys_of(articles), SOON_S)}
    assert found == keys_of(articles)
    wait_until(lambda: road.committed() == 1_500, SOON_S, "all commits")
    wait_for_answer(port, "/readyz", 200)
    assert worker.poll() is None


def test_a_stop_while_kafka_is_away_ends_in_time(road, servers, port):
    road.create()
    articles = [make_article(number) for number in range(1, 1_501)]
    road.push(articles)
    worker = road.start_worker("slow", port=port)
    wait_until(lambda: road.committed() >= 100, SOON_S, "the first commits")
    servers.server("kafka").kill()
    wait_for_answer(port, "/readyz", 503, "waiting for kafka")
    worker.terminate()
    assert worker.wait(20) == 0
    servers.server("kafka").start()
    assert road.committed() < 1_500


def test_a_worker_started_before_kafka_waits_for_it_and_for_the_topic(road, servers, port):
    servers.server("kafka").stop()
    road.start_worker(port=port)
    wait_for_answer(port, "/readyz", 503, "waiting for kafka")
    servers.server("kafka").start()
    wait_for_answer(port, "/readyz", 503, f"waiting for the topic {road.raw}")
    road.create()
    wait_for_answer(port, "/readyz", 200)
    article = make_article(1)
    road.push([article])
    assert [each.key for each in road.read(road.enriched, [article[0]], SOON_S)] == [article[0]]


def test_a_stop_before_kafka_is_there_ends_at_once(road, servers, port):
    servers.server("kafka").stop()
    worker = road.start_worker(port=port)
    wait_for_answer(port, "/readyz", 503, "waiting for kafka")
    worker.terminate()
    assert worker.wait(10) == 0
