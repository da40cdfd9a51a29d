"""The callbacks over HTTP: what a hub, and anybody else, gets for a request there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import httpx
import pytest
from ingest_app import FakePublisher, open_ingest_app
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs
from websub_subscriptions import NOW, TOPIC, sign, subscribe, subscribe_active, subscribe_pending

from tidings.outcome import Ok, Retry
from tidings.private import change
from tidings_ingest.authentication import OpenDoor
from tidings_ingest.websub.routes import add_websub_routes
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Riverside</title>
<entry><id>urn:riverside:1</id><title>渡口镇的桥修好了</title><updated>2031-05-04T11:00:00Z</updated>
<content>昨日通车。</content></entry></feed>""".encode()
ASKED = {
    "hub.mode": "subscribe",
    "hub.topic": TOPIC,
    "hub.challenge": "<script>alert(1)</script>",
    "hub.lease_seconds": "600",
}


@dataclass
class Callbacks:
    """The application with the callbacks, and what is behind it."""

    client: httpx.AsyncClient
    publisher: FakePublisher
    registry: CollectorRegistry
    path: object

    def keep(self, *subscriptions):
        with change_subscriptions(self.path) as kept:
            kept[:] = subscriptions
        return subscriptions[0]

    @property
    def kept(self):
        return read_subscriptions(self.path)

    async def verify(self, subscription_id, **changes):
        asked = ASKED | {f"hub.{name}": value for name, value in changes.items()}
        return await self.client.get(f"/v1/websub/{subscription_id}", params=asked)

    async def push(
        self, subscription, body=ATOM, headers=None, content_type="application/atom+xml"
    ):
        headers = sign(subscription, body) if headers is None else headers
        return await self.client.post(
            f"/v1/websub/{subscription.id}",
            content=body,
            headers={"Content-Type": content_type, **headers},
        )

    def count(self, name, **labels):
        return self.registry.get_sample_value(name, {"stage": "ingest", **labels}) or 0


@pytest.fixture
async def callbacks(tmp_path):
    path, seconds = tmp_path / "websub.json", itertools.count()
    # Each look at the clock is a second later, so that a change of the file counts at once.
    store = SubscriptionStore(path, lambda: float(next(seconds)))

    def add_routes(app, intake):
        add_websub_routes(app, store, intake, lambda: NOW)

    with open_ingest_app(OpenDoor(), add_routes=add_routes) as opened:
        transport = httpx.ASGITransport(opened.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
            yield Callbacks(client, opened.publisher, opened.registry, path)


async def test_a_challenge_comes_back_as_text_and_the_lease_is_kept(callbacks):
    pending = callbacks.keep(subscribe_pending())
    answer = await callbacks.verify(pending.id)

    assert (answer.status_code, answer.text) == (200, ASKED["hub.challenge"])
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    (kept,) = callbacks.kept
    assert kept.state == "active"
    assert (kept.lease_ends_at - NOW).total_seconds() == 600


async def test_other_methods_are_told_both_that_there_are(callbacks):
    answer = await callbacks.client.delete("/v1/websub/any")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_a_farewell_ends_the_subscription(callbacks):
    leaving = callbacks.keep(subscribe_active(state="removing", asked_at=NOW))
    answer = await callbacks.verify(leaving.id, mode="unsubscribe")
    assert (answer.status_code, answer.text) == (200, ASKED["hub.challenge"])
    assert callbacks.kept == ()
    assert (await callbacks.push(leaving)).status_code == 404


async def test_a_denial_and_its_reason_are_kept(callbacks):
    active = callbacks.keep(subscribe_active())
    answer = await callbacks.verify(active.id, mode="denied", reason="too many\x1b[31m")
    assert (answer.status_code, answer.text) == (200, "")
    (kept,) = callbacks.kept
    assert (kept.state, kept.error) == ("denied", "denied by the hub: too many\x1b[31m")


async def test_what_nobody_asked_for_is_not_found_and_changes_nothing(callbacks):
    pending = callbacks.keep(subscribe_pending(), subscribe())
    before = callbacks.path.stat()
    answers = [
        await callbacks.verify("x" * 43),
        await callbacks.verify(callbacks.kept[1].id),
        await callbacks.verify(pending.id, topic="https://other.example/"),
        await callbacks.verify(pending.id, mode="unsubscribe"),
        await callbacks.verify(pending.id, challenge="c" * 1_001),
        await callbacks.client.get(f"/v1/websub/{pending.id}"),
    ]
    for answer in answers:
        assert answer.status_code == answer.json()["status"] == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "challenge" not in answer.text
    after = callbacks.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


async def test_a_verification_that_cannot_be_kept_is_not_given(callbacks, monkeypatch):
    pending = callbacks.keep(subscribe_pending())

    def fail(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(change.os, "fsync", fail)
        answer = await callbacks.verify(pending.id)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert (await callbacks.verify(pending.id)).status_code == 200


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
async def test_what_a_hub_pushes_is_of_the_source_and_feed_of_its_subscription(callbacks, method):
    active = callbacks.keep(subscribe_active())
    answer = await callbacks.push(active, headers=sign(active, ATOM, method))

    assert answer.status_code == 202
    (article,) = callbacks.publisher.published
    assert (article.source, article.feed, article.headline) == (
        "riverside",
        "front",
        "渡口镇的桥修好了",
    )
    assert callbacks.kept[0].last_push_at == NOW
    assert callbacks.count("tidings_items_total", outcome="accepted") == 1


@pytest.mark.parametrize("state", ["pending", "denied"])
async def test_a_push_that_is_signed_is_taken_also_around_a_verification(callbacks, state):
    subscription = callbacks.keep(subscribe(state=state))
    assert (await callbacks.push(subscription)).status_code == 202


async def test_a_forged_push_changes_nothing_and_is_counted_and_said(callbacks):
    active, other = callbacks.keep(subscribe_active(), subscribe()), subscribe()
    forged = [
        {},
        sign(other, ATOM),
        sign(active, ATOM + b" "),
        sign(active, ATOM, "sha1"),
        {"X-Hub-Signature": "sha256=" + "0" * 64},
        {"Authorization": "Bearer tid_x_y"},
    ]
    with capture_logs() as logs:
        answers = [await callbacks.push(active, headers=each) for each in forged]
    for answer in answers:
        assert answer.status_code == answer.json()["status"] == 401
        assert answer.json()["errors"][0]["where"] == "X-Hub-Signature"
    assert callbacks.publisher.published == []
    assert callbacks.count("tidings_items_total", outcome="unauthorized") == len(forged)
    assert callbacks.count("tidings_items_total", outcome="accepted") == 0
    (line,) = [each for each in logs if each["event"] == "websub push refused"]
    assert (line["source"], line["log_level"]) == ("riverside", "warning")
    kept = callbacks.kept[0]
    assert "push refused at 2031-05-04 12:00 UTC: X-Hub-Signature" in kept.error
    assert (kept.state, kept.last_push_at) == ("active", None)


async def test_a_hub_pushes_for_no_other_source(callbacks):
    active = callbacks.keep(subscribe_active())
    body = b'{"headline": "a", "source": "hill-daily"}'
    answer = await callbacks.push(active, body, content_type="application/json")
    assert answer.status_code == 403
    assert callbacks.publisher.published == []
    asked = await callbacks.client.post(
        f"/v1/websub/{active.id}?source=hill-daily&feed=other",
        content=ATOM,
        headers=sign(active, ATOM) | {"Content-Type": "application/atom+xml"},
    )
    assert asked.status_code == 202
    assert {each.source for each in callbacks.publisher.published} == {"riverside"}


async def test_while_kafka_is_away_the_hub_is_asked_to_send_it_again(callbacks):
    active = callbacks.keep(subscribe_active())
    callbacks.publisher.outcome = Retry("unacknowledged")
    answer = await callbacks.push(active)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    callbacks.publisher.outcome = Ok("accepted")
    assert (await callbacks.push(active)).status_code == 202


async def test_the_type_that_the_hub_names_decides(callbacks):
    active = callbacks.keep(subscribe_active())
    assert (await callbacks.push(active, content_type="application/pdf")).status_code == 415
    assert (await callbacks.push(active, b"<rss", content_type="text/xml")).status_code == 400


async def test_a_removed_subscription_is_gone_and_an_unknown_one_not_found(callbacks):
    leaving = callbacks.keep(subscribe_active(state="removing"))
    assert (await callbacks.push(leaving)).status_code == 410
    unknown = await callbacks.push(subscribe())
    assert unknown.status_code == 404
    assert callbacks.publisher.published == []
    assert callbacks.count("tidings_step_seconds_count", step="receive") == 0


async def test_a_push_that_cannot_be_noted_is_taken_all_the_same(callbacks, monkeypatch):
    active = callbacks.keep(subscribe_active())

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(change.os, "fsync", fail)
    with capture_logs() as logs:
        assert (await callbacks.push(active)).status_code == 202
    assert "websub push not noted" in [each["event"] for each in logs]


async def test_a_minute_of_pushes_is_one_change_of_the_file(callbacks):
    active = callbacks.keep(subscribe_active())
    await callbacks.push(active)
    before = callbacks.path.stat().st_mtime_ns
    for _ in range(5):
        assert (await callbacks.push(active)).status_code == 202
    assert callbacks.path.stat().st_mtime_ns == before


async def test_nothing_that_is_said_has_the_secret(callbacks):
    pending = callbacks.keep(subscribe_pending())
    with capture_logs() as logs:
        answers = [
            await callbacks.verify(pending.id),
            await callbacks.push(pending),
            await callbacks.push(pending, headers={}),
            await callbacks.push(pending, headers=sign(subscribe(), ATOM)),
            await callbacks.verify(pending.id, mode="denied", reason="x"),
        ]
    said = repr(logs) + "".join(f"{each.headers}{each.text}" for each in answers)
    assert pending.secret.get_secret_value() not in said
    assert pending.id not in repr(logs)
