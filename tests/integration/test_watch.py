"""What is indexed and matches a watch is posted once, signed; whatever the receiver does."""

from __future__ import annotations

import pytest
from index_parts import make_tagged
from index_process import SOON_S
from stack_fixtures import wait_until
from watch_process import WatchRoad
from webhook_receiver import receive_hooks

from tidings_index.watch.delivery import name_delivery


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    there = WatchRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    there.create()
    yield there
    there.remove()
    servers.start()


@pytest.fixture
def receiver():
    with receive_hooks() as received:
        yield received


def make_articles(*numbers, **fields):
    return [make_tagged(number, **fields) for number in numbers]


def test_what_matches_is_posted_once_and_what_does_not_match_is_not(road, receiver):
    road.start_worker()
    road.start_watch()
    road.add("bridges", "临江大桥", receiver.url("/bridges"), "--person", "周明远")
    road.add("harbour", "海港罢工", receiver.url("/harbour"))
    matching = make_articles(1, 2, 3)
    road.push_articles(matching)
    road.push_articles(make_articles(2, 3))
    road.await_commits(5)
    wait_until(lambda: len(receiver.at("/bridges")) >= 3, SOON_S, "three posts")
    road.push_articles(make_articles(4, 5, headline="海港", body="海港罢工结束。"))
    wait_until(lambda: len(receiver.at("/harbour")) >= 2, SOON_S, "two posts")
    ids = [each.article for each in receiver.at("/bridges")]
    assert sorted(ids) == sorted(set(ids))
    watch = road.describe("bridges")
    assert {each.id for each in receiver.at("/bridges")} >= {
        name_delivery(watch["id"], each.article.id) for each in matching
    }
