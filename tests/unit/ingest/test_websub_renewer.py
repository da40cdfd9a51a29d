"""The renewer asks, renews, tells a hub that we leave, and outlives whatever goes wrong."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs
from websub_subscriptions import (
    HUBS,
    LEASE,
    NOW,
    TOPIC,
    subscribe,
    subscribe_active,
    subscribe_pending,
)

from tidings.metrics import StageMetrics
from tidings.private import change
from tidings_ingest.websub.discovery import Found
from tidings_ingest.websub.hub import HubError
from tidings_ingest.websub.renewer import Renewer
from tidings_ingest.websub.schedule import note_removal, note_verified
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions

DAY = timedelta(days=1)


@dataclass
class FakeHubs:
    """A network that does what it is told."""

    found: Found | HubError = field(default_factory=lambda: Found(TOPIC, HUBS))
    error: HubError | None = None
    during: Callable[[], None] = lambda: None
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def find(self, url, *, allow_private):
        if isinstance(self.found, HubError):
            raise self.found
        return self.found

    def ask(self, subscription, mode, callback):
        self.asked.append((mode, subscription.hub, callback))
        self.during()
        if self.error is not None:
            raise self.error


@dataclass
class Stage:
    """A renewer with its parts within reach, and a clock to be turned."""

    path: object
    store: SubscriptionStore
    hubs: FakeHubs
    registry: CollectorRegistry
    renewer: Renewer = None
    now: object = NOW

    def look(self, *subscriptions):
        if subscriptions:
            with change_subscriptions(self.path) as kept:
                kept[:] = subscriptions
        with capture_logs() as logs:
            self.renewer.look()
        return [each for each in logs if each["event"] != "subscriptions read"]

    @property
    def kept(self):
        return read_subscriptions(self.path)

    def gauge(self, name, **labels):
        return self.registry.get_sample_value(name, {"stage": "ingest", **labels})


@pytest.fixture
def stage(tmp_path):
    path, registry, seconds = tmp_path / "websub.json", CollectorRegistry(), itertools.count()
    # Each look at the clock is a second later, so that a change of the file counts at once.
    store = SubscriptionStore(path, lambda: float(next(seconds)))
    made = Stage(path, store, FakeHubs(), registry)
    made.renewer = Renewer(
        store,
        made.hubs,
        "https://news.example/v1/websub/",
        metrics=StageMetrics("ingest", registry, version="test"),
        clock=lambda: made.now,
        chance=lambda: 0.0,
        look_every_s=0.001,
    )
    return made


def test_what_is_wanted_is_asked_for_once(stage):
    wanted = subscribe()
    stage.look(wanted)
    stage.look()

    assert stage.hubs.asked == [
        ("subscribe", HUBS[0], f"https://news.example/v1/websub/{wanted.id}")
    ]
    (kept,) = stage.kept
    assert (kept.state, kept.asked_at) == ("pending", NOW)


def test_a_hub_that_verifies_before_it_answers_finds_what_it_asks_for(stage):
    wanted, seen = subscribe(), []

    def verify():
        seen.append(stage.store.read()[wanted.id].state)
        stage.store.change(wanted.id, lambda each: note_verified(each, 600, NOW))

    stage.hubs.during, stage.hubs.error = verify, HubError("the answer came too late")
    stage.look(wanted)
    assert seen == ["pending"]
    (kept,) = stage.kept
    assert (kept.state, kept.error) == ("active", None)


def test_a_refusal_is_noted_counted_and_tried_again_at_the_next_hub(stage):
    stage.hubs.error = HubError("the hub at hub.example answered with HTTP status 503")
    logs = stage.look(subscribe())
    (kept,) = stage.kept
    assert kept.error == str(stage.hubs.error)
    assert kept.retry_at == NOW + timedelta(seconds=5)
    assert stage.gauge("tidings_retries_total", reason="websub_hub") == 1
    assert [each["event"] for each in logs] == ["websub hub asked", "websub hub refused"]

    stage.now += timedelta(seconds=5)
    stage.look()
    assert [hub for _, hub, _ in stage.hubs.asked] == list(HUBS)


def test_a_renewal_follows_the_feed_to_another_address_and_hub(stage):
    active = subscribe_active()
    stage.look(active)
    assert stage.hubs.asked == []
    stage.hubs.found = Found("https://moved.example/feed", ("https://moved.example/hub",))
    stage.now = NOW + LEASE * 2 / 3
    stage.look()

    (kept,) = stage.kept
    assert (kept.topic, kept.hubs) == (stage.hubs.found.topic, stage.hubs.found.hubs)
    assert (kept.state, kept.asked_at) == ("active", stage.now)
    assert [hub for _, hub, _ in stage.hubs.asked] == ["https://moved.example/hub"]


def test_a_feed_that_cannot_be_read_is_renewed_where_it_was(stage):
    stage.hubs.found = HubError("https://riverside.example/: HTTP status 500")
    stage.now = NOW + LEASE * 2 / 3
    stage.look(subscribe_active())
    assert [hub for _, hub, _ in stage.hubs.asked] == [HUBS[0]]


def test_a_command_that_removes_it_meanwhile_wins(stage):
    wanted = subscribe_active()

    def remove(url, *, allow_private):
        stage.store.change(wanted.id, note_removal)
        return Found(TOPIC, HUBS)

    stage.hubs.find = remove
    stage.now = NOW + 7 * DAY
    stage.look(wanted)
    assert stage.hubs.asked == []
    stage.look()
    assert [mode for mode, _, _ in stage.hubs.asked] == ["unsubscribe"]


def test_what_no_hub_knows_any_more_is_dropped(stage):
    stage.now = NOW + 11 * DAY
    stage.look(subscribe_active(state="removing"))
    assert stage.kept == ()
    assert stage.hubs.asked == []


def test_numbers_say_how_many_there_are_and_which_lease_ends_first(stage):
    stage.look()
    assert math.isnan(stage.gauge("tidings_websub_lease_seconds"))
    soon, late = subscribe_active(timedelta(hours=2)), subscribe_active(asked_at=NOW)
    stage.look(soon, late, subscribe_pending(), subscribe(state="denied"))
    assert stage.gauge("tidings_websub_lease_seconds") == 7200
    states = {
        each: stage.gauge("tidings_websub_subscriptions", state=each)
        for each in ("wanted", "pending", "active", "denied", "removing")
    }
    assert states == {"wanted": 0, "pending": 1, "active": 2, "denied": 1, "removing": 0}
    stage.look(subscribe_pending(verified_at=NOW - DAY, lease_ends_at=NOW - timedelta(hours=1)))
    assert stage.gauge("tidings_websub_lease_seconds") == -3600


def test_a_disk_that_is_full_is_said_once_and_no_hub_is_asked(stage, monkeypatch):
    stage.look(subscribe(), subscribe_active())

    def fail(_):
        raise OSError(28, "No space left on device")

    stage.now += DAY * 8
    monkeypatch.setattr(change.os, "fsync", fail)
    stage.hubs.asked.clear()
    logs = stage.look() + stage.look()
    assert [each["event"] for each in logs] == ["websub subscriptions not kept up"]
    assert "No space left" in logs[0]["reason"]
    assert stage.hubs.asked == []
    monkeypatch.undo()
    stage.look()
    assert len(stage.hubs.asked) == 2


def test_nothing_that_is_logged_has_a_secret_or_the_way_to_a_callback(stage):
    kept = [subscribe(), subscribe_active(), subscribe(state="removing")]
    stage.hubs.error = HubError("no answer")
    stage.now = NOW + 8 * DAY
    said = repr(stage.look(*kept)) + repr(stage.kept) + repr(stage.store.read())
    assert "riverside" in said
    for each in kept:
        assert each.secret.get_secret_value() not in said
        assert each.id not in repr(stage.look())
    logs = stage.look()
    assert all(each.id not in repr(logs) for each in kept)


def test_the_thread_goes_on_after_an_error_that_nobody_thought_of(stage):
    tried_again, tries = threading.Event(), []

    def fail(*_):
        tries.append(1)
        if len(tries) > 1:
            tried_again.set()
        raise ZeroDivisionError

    stage.hubs.ask = fail
    with change_subscriptions(stage.path) as kept:
        kept[:] = [subscribe(), subscribe()]
    with capture_logs() as logs, stage.renewer:
        assert tried_again.wait(20)
    assert "ZeroDivisionError at test_websub_renewer.py" in repr(logs)
