"""Ingest as a process, a hub that follows the specification, and Kafka behind them."""

from __future__ import annotations

import httpx
import pytest
from commands import run_tidings
from stack_fixtures import wait_until
from websub_hub import TestHub, make_signature

from tidings.article import Article
from tidings_ingest.websub.subscription_file import read_subscriptions

pytestmark = pytest.mark.servers
SOON_S = 30.0


@pytest.fixture
def hub():
    with TestHub() as running:
        yield running


@pytest.fixture
def path(tmp_path):
    return tmp_path / "websub.json"


@pytest.fixture
def ingest(ingest, path):
    ingest.create_topic()
    ingest.start(
        TIDINGS_WEBSUB_FILE=str(path), TIDINGS_PUBLIC_URL=ingest.url, TIDINGS_LOG_LEVEL="debug"
    )
    wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")
    return ingest


def run(path, *arguments):
    done = run_tidings(path.parent, "websub", *arguments, "--file", str(path))
    assert done.exit_code == 0, done.stderr
    return done


def add(path, hub):
    done = run(path, "add", hub.topic, "--source", "riverside", "--allow-private", "--json")
    return done.json()


def await_subscriber(hub):
    wait_until(lambda: hub.subscribers, SOON_S, "the hub to have a subscriber")
    (subscriber,) = hub.subscribers.values()
    return subscriber


def read_articles(ingest, count=1):
    """Return what is on the topic, at least ``count`` articles of it."""
    found = {}

    def has_enough():
        found.update(ingest.read_topic({"none is called so"}, deadline_s=1))
        return len(found) >= count

    wait_until(has_enough, SOON_S, f"{count} articles on the topic")
    return [Article.from_bytes(each) for each in found.values()]


def test_what_a_hub_pushes_is_on_the_topic_and_what_others_push_is_not(ingest, hub, path):
    added = add(path, hub)
    subscriber = await_subscriber(hub)
    assert subscriber.callback == f"{ingest.url}/v1/websub/{added['id']}"
    wait_until(lambda: read_subscriptions(path)[0].state == "active", SOON_S, "the lease")

    forged = hub.make_feed(7)
    for signature in ("", make_signature("0" * 64, forged), make_signature(subscriber.secret, b"")):
        assert hub.push(subscriber.callback, forged, signature) == 401
    assert hub.push(f"{ingest.url}/v1/websub/{'x' * 43}", forged, "") == 404
    assert hub.publish(hub.make_feed(1, 2)) == [202]
    assert hub.publish(hub.make_feed(3), "sha512") == [202]
    assert hub.publish(hub.make_feed(3), "sha512") == [202], "a repeat"

    articles = read_articles(ingest, 3)
    assert {each.headline for each in articles} == {"第1篇", "第2篇", "第3篇"}
    assert {(each.source, each.feed) for each in articles} == {("riverside", None)}
    (listed,) = run(path, "list", "--json").json()["subscriptions"]
    assert listed["last_push_at"] is not None
    assert "push refused" in listed["error"]
    metrics = httpx.get(f"http://127.0.0.1:{ingest.metrics_port}/metrics").text
    assert 'tidings_websub_subscriptions{stage="ingest",state="active"} 1.0' in metrics
    assert 'tidings_items_total{outcome="unauthorized",stage="ingest"} 3.0' in metrics
    said = ingest.log + run(path, "list").stdout + run(path, "list", "--json").stdout + metrics
    assert subscriber.secret not in said
    assert added["id"] not in ingest.log


def test_a_lease_is_renewed_before_it_ends_and_a_restart_loses_none(ingest, hub, path):
    hub.lease_s = 6
    add(path, hub)
    await_subscriber(hub)
    wait_until(lambda: hub.renewals >= 1, SOON_S, "the lease to be renewed")
    before = hub.renewals
    ingest.process.terminate()
    assert ingest.process.wait(20) == 0
    hub.lease_s = 600
    ingest.start(TIDINGS_WEBSUB_FILE=str(path), TIDINGS_PUBLIC_URL=ingest.url)
    wait_until(lambda: hub.renewals > before, SOON_S, "the lease to be renewed after a restart")
    wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")
    assert hub.publish(hub.make_feed(5)) == [202]
    assert len(hub.subscribers) == 1
    assert hub.refused == []


def test_a_feed_that_is_removed_is_unsubscribed_and_forgotten(ingest, hub, path):
    add(path, hub)
    subscriber = await_subscriber(hub)
    run(path, "remove", hub.topic)
    wait_until(lambda: not hub.subscribers, SOON_S, "the hub to let us go")
    wait_until(lambda: not read_subscriptions(path), SOON_S, "the subscription to be forgotten")
    assert [each["hub.mode"] for each in hub.asked] == ["subscribe", "unsubscribe"]
    body = hub.make_feed(9)
    assert hub.push(subscriber.callback, body, make_signature(subscriber.secret, body)) == 404
    assert hub.refused == []


def test_a_hub_that_is_away_is_asked_again(ingest, hub, path):
    hub.status = 503
    add(path, hub)
    wait_until(lambda: hub.asked, SOON_S, "the first try")
    wait_until(lambda: read_subscriptions(path)[0].error is not None, SOON_S, "the error")
    assert "HTTP status 503" in read_subscriptions(path)[0].error
    hub.status = 202
    await_subscriber(hub)
    wait_until(lambda: read_subscriptions(path)[0].state == "active", SOON_S, "the lease")
    assert read_subscriptions(path)[0].error is None


def test_while_kafka_is_away_the_hub_has_to_send_it_again(ingest, hub, path, servers):
    add(path, hub)
    await_subscriber(hub)
    servers.server("kafka").kill()
    try:
        assert hub.publish(hub.make_feed(11)) == [503]
    finally:
        servers.start()
    wait_until(lambda: hub.publish(hub.make_feed(11)) == [202], 60, "the push to be taken")
    assert {each.headline for each in read_articles(ingest)} == {"第11篇"}
