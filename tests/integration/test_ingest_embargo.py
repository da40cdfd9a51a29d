"""Held articles on a real Kafka: not on the road before their time, there afterwards, always."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from ingest_process import PARTITIONS, IngestProcess
from kafka import KafkaConsumer, TopicPartition
from stack_fixtures import wait_until

from tidings.article import Article
from tidings.topics import MAX_MESSAGE_BYTES

pytestmark = pytest.mark.servers
# Each takes seconds; the rest is for a busy machine.
SOON_S = 120.0
# The group misses a member after 10 s without a heartbeat, and then shares out anew.
TAKEN_OVER_S = SOON_S + 60


@pytest.fixture
def ingest(ingest):
    ingest.create_topic()
    return ingest


class Topic:
    """All of a topic, with the time at which the broker took each message."""

    def __init__(self, servers, name):
        self.consumer = KafkaConsumer(
            bootstrap_servers=servers.kafka,
            enable_auto_commit=False,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        )
        places = [TopicPartition(name, each) for each in range(PARTITIONS)]
        self.consumer.assign(places)
        self.consumer.seek_to_beginning(*places)
        self.found: list = []

    def read(self):
        """Return everything that has come so far."""
        for records in self.consumer.poll(timeout_ms=200).values():
            self.found += records
        return self.found

    def await_keys(self, keys, what, deadline_s=SOON_S):
        wait_until(
            lambda: set(keys) <= {each.key.decode() for each in self.read()}, deadline_s, what
        )


@pytest.fixture
def road(servers, ingest):
    topic = Topic(servers, ingest.topic)
    yield topic
    topic.consumer.close()


def start_ready(ingest, **variables):
    process = ingest.start(**variables)
    wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, f"readiness:\n{ingest.log}")
    return process


def in_seconds(seconds):
    return datetime.now(UTC) + timedelta(seconds=seconds)


def push(ingest, number, until=None, **fields):
    """Push a ninjs article; return its item of the answer."""
    ninjs = {
        "uri": f"urn:example:{number}",
        "type": "text",
        "headline": f"第{number}篇",
        "body_text": "渡口镇的桥修好了。",
        "pubstatus": "usable",
        **fields,
    }
    if until is not None:
        ninjs["embargoed"] = until.isoformat()
    answer = httpx.post(
        f"{ingest.url}/v1/articles", params={"source": "gazette"}, json=ninjs, timeout=30
    )
    assert answer.status_code == 202, answer.text
    return answer.json()["items"][0]


def read_held(ingest, state):
    wanted = f'tidings_held_articles{{stage="ingest",state="{state}"}}'
    try:
        text = httpx.get(f"http://127.0.0.1:{ingest.metrics_port}/metrics", timeout=5).text
    except httpx.TransportError:
        return -1
    values = [line.split()[1] for line in text.splitlines() if line.startswith(wanted)]
    return float(values[0]) if values else 0


def check_not_early(road, times):
    """Fail when a message came before its time, by the clock of the broker, which is ours."""
    for each in road.found:
        until = times.get(each.key.decode())
        assert until is None or each.timestamp >= until.timestamp() * 1000 - 1


def test_an_article_under_embargo_is_held_and_then_comes_as_it_was_sent(ingest, road, servers):
    start_ready(ingest)
    until = in_seconds(6)
    item = push(ingest, 1, until)
    assert item["status"] == "accepted"
    assert datetime.fromisoformat(item["held_until"]) == until
    free = push(ingest, 2)
    assert "held_until" not in free

    held = Topic(servers, ingest.held_topic)
    held.await_keys([item["id"]], "the message on the held topic")
    held.consumer.close()
    road.await_keys([free["id"]], "the article that is free")
    wait_until(lambda: read_held(ingest, "waiting") == 1, SOON_S, "one that is held")
    road.await_keys([item["id"]], "the article whose time has come")
    check_not_early(road, {item["id"]: until})
    (copy,) = [each for each in road.found if each.key.decode() == item["id"]]
    assert copy.value == held.found[0].value
    assert [name for name, _ in copy.headers] == ["traceparent"]
    assert Article.from_bytes(copy.value).revision == item["revision"]
    wait_until(lambda: read_held(ingest, "waiting") == 0, SOON_S, "none that is held")


def test_many_that_are_due_at_once_survive_a_kill_and_come_each_in_time(ingest, road):
    process = start_ready(ingest)
    until = in_seconds(8)
    times = {push(ingest, number, until)["id"]: until for number in range(60)}
    late = in_seconds(600)
    kept = push(ingest, 1_000, late)["id"]
    process.kill()
    process.wait()
    start_ready(ingest)
    road.await_keys(times, "all whose time has come")
    check_not_early(road, times)

    # Killed again, with one that is held in front of nothing: what was released is not repeated.
    wait_until(lambda: read_held(ingest, "due") == 0, SOON_S, "all to be released")
    wait_until(lambda: read_held(ingest, "waiting") == 1, SOON_S, "the late one to be held")
    assert kept not in {each.key.decode() for each in road.found}


def test_what_was_released_before_a_restart_is_not_sent_again_although_older_ones_are_held(
    ingest, road
):
    process = start_ready(ingest)
    early = in_seconds(600)
    kept = {push(ingest, number, early)["id"] for number in range(10)}
    until = in_seconds(3)
    gone = {push(ingest, number, until)["id"] for number in range(100, 130)}
    road.await_keys(gone, "those whose time has come")
    wait_until(lambda: read_held(ingest, "due") == 0, SOON_S, "all to be released")
    process.terminate()
    assert process.wait(20) == 0
    start_ready(ingest)
    wait_until(lambda: read_held(ingest, "waiting") == 10, SOON_S, "what is held to be read")
    last = push(ingest, 999, in_seconds(1))["id"]
    road.await_keys([last], "one more")
    keys = [each.key.decode() for each in road.read()]
    assert sorted(keys) == sorted([*gone, last])
    assert kept.isdisjoint(keys)


def test_a_withdrawal_while_held_comes_at_once_and_is_newer_than_the_copy(ingest, road):
    start_ready(ingest)
    # The publisher gives both one and the same time.
    same = {"versioncreated": "2024-05-04T12:00:00Z"}
    until = in_seconds(5)
    item = push(ingest, 1, until, **same)
    withdrawn = push(ingest, 1, until, **same, pubstatus="canceled")
    assert withdrawn["id"] == item["id"]
    assert "held_until" not in withdrawn

    def both():
        return [Article.from_bytes(each.value) for each in road.read()]

    wait_until(lambda: len(both()) == 2, SOON_S, "the withdrawal and then the copy")
    first, copy = both()
    assert (first.status, copy.status) == ("withdrawn", "published")
    assert first.revision > copy.revision


def test_a_large_article_is_held_too(ingest, road):
    start_ready(ingest)
    items = [
        push(ingest, number, in_seconds(3), body_text="桥修好了。" * 60_000) for number in range(3)
    ]
    road.await_keys([each["id"] for each in items], "the large ones")


def test_two_instances_share_what_is_held_and_one_takes_over_from_the_other(
    ingest, road, servers, tmp_path
):
    (tmp_path / "second").mkdir()
    second = IngestProcess(servers.kafka, ingest.topic, tmp_path / "second")
    try:
        start_ready(ingest)
        killed = start_ready(second)
        times = {}
        for number in range(60):
            until = in_seconds(4 + number % 3 * 6)
            times[push(ingest if number % 2 else second, number, until)["id"]] = until
        wait_until(
            lambda: read_held(ingest, "waiting") > 0 and read_held(second, "waiting") > 0,
            SOON_S,
            f"both to have a share:\n{ingest.log}\n{second.log}",
        )
        killed.kill()
        killed.wait()
        road.await_keys(times, "all of them from the one that is left", TAKEN_OVER_S)
        check_not_early(road, times)
    finally:
        second.stop()


def test_kafka_down_while_something_is_due_is_waited_out_without_spinning(ingest, road, servers):
    process = start_ready(ingest)
    until = in_seconds(5)
    item = push(ingest, 1, until)
    wait_until(lambda: read_held(ingest, "waiting") == 1, SOON_S, "one that is held")
    servers.server("kafka").kill()
    wait_until(lambda: datetime.now(UTC) > until, SOON_S, "its time")
    wait_until(lambda: read_held(ingest, "due") == 1, SOON_S, "it to be due")
    assert ingest.ask("/healthz")[0] == 200
    servers.server("kafka").start()
    road.await_keys([item["id"]], "the article after the outage")
    assert process.poll() is None


def test_a_stop_while_kafka_is_away_and_something_is_due_ends_in_time(ingest, servers):
    process = start_ready(ingest)
    push(ingest, 1, in_seconds(2))
    wait_until(lambda: read_held(ingest, "waiting") == 1, SOON_S, "one that is held")
    servers.server("kafka").kill()
    wait_until(lambda: read_held(ingest, "due") == 1, SOON_S, "it to be due")
    started = time.monotonic()
    process.terminate()
    assert process.wait(20) == 0
    assert time.monotonic() - started < 20
