"""The index stage before an Elasticsearch that takes little at once, or takes its time."""

from __future__ import annotations

import re
import socket
import time

import pytest
from index_parts import make_tagged
from index_process import SOON_S, IndexRoad
from kafka import KafkaAdminClient
from limiting_proxy import limit_elasticsearch
from stack_fixtures import wait_until
from stage_process import ask

pytestmark = pytest.mark.servers

# Longer than a session of the group, 10 s: a member that stood still would be missed.
HELD_FOR_S = 12.0


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    try:
        yield road
    finally:
        road.remove()


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_what_a_proxy_takes_no_more_of_is_split_and_one_article_too_large_is_a_dead_letter(road):
    large = make_tagged(1_000, body="桥" * (2 * 1024 * 1024))
    small = [make_tagged(number, body="桥" * 1_000) for number in range(1, 61)]
    road.push_articles([*small[:30], large, *small[30:]])
    with limit_elasticsearch(road.elasticsearch_url, most_bytes=50_000) as limits:
        road.start_worker(TIDINGS_ELASTICSEARCH_URL=limits.url)
        (letter,) = road.read_letters(1)
        road.await_commits(61)
    headers = dict(letter.headers)
    assert headers["tidings-reason"] == b"too_large"
    assert letter.key == large.article.id.encode()
    assert letter.value == large.to_bytes()
    found = road.fetch([*small, large])
    assert found.keys() == {each.article.id for each in small}
    # The large one alone, and bulks of small ones that were too large together.
    assert max(limits.refused) > 6_000_000
    assert len(limits.refused) >= 2


def test_while_elasticsearch_is_slow_two_bulks_are_held_and_the_worker_stays_in_its_group(
    road, port
):
    def read_in_flight():
        found = re.search(r"tidings_in_flight_items{\S+ (\S+)", ask(port, "/metrics")[1])
        return 0 if found is None else float(found.group(1))

    def read_members():
        admin = KafkaAdminClient(bootstrap_servers=road.kafka)
        try:
            return [
                each["member_id"]
                for each in admin.describe_groups([road.group])[road.group]["members"]
            ]
        finally:
            admin.close()

    seen = []
    road.push_articles([make_tagged(number) for number in range(1, 301)])
    with limit_elasticsearch(road.elasticsearch_url) as limits:
        limits.gate.clear()
        road.start_worker(port=port, TIDINGS_ELASTICSEARCH_URL=limits.url, TIDINGS_BULK_ITEMS="20")
        wait_until(lambda: limits.held == 2, SOON_S, "two bulks at once")
        members, since = read_members(), time.monotonic()
        assert len(members) == 1

        def has_been_held():
            seen.append(read_in_flight())
            return time.monotonic() - since > HELD_FOR_S

        wait_until(has_been_held, SOON_S, "the end of a session")
        assert read_members() == members
        assert road.committed() == 0
        assert limits.held == 2
        limits.gate.set()

        def is_done():
            seen.append(read_in_flight())
            return road.committed() == 300

        wait_until(is_done, SOON_S, "the commits")
        assert read_members() == members
    assert max(seen) == 40
    assert road.count() == 300
