"""What feeds push is counted for Prometheus too, in as many series as are allowed."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some
from prometheus_client import CollectorRegistry

from tidings.draft import Draft, identify_draft
from tidings.metrics import StageMetrics
from tidings.reading import Problem
from tidings_ingest.acceptance import Accepted, Origin, Rejected, Unchanged
from tidings_ingest.authentication import Caller
from tidings_ingest.feed_activity.metered import MeteredActivity
from tidings_ingest.feed_activity.port import NO_ACTIVITY

NOW = datetime(2031, 5, 4, 12, 30, tzinfo=UTC)
ANYBODY = Origin(NOW)
PROBLEM = Problem("headline", "too long")


class World:
    def __init__(self, most_feeds=100, kept=NO_ACTIVITY):
        self.registry = CollectorRegistry()
        metrics = StageMetrics("ingest", self.registry, version="1")
        self.activity = MeteredActivity(kept, metrics, most_feeds)

    def count(self, source, outcome, feed=""):
        labels = {"stage": "ingest", "source": source, "feed": feed, "outcome": outcome}
        return self.registry.get_sample_value("tidings_feed_items_total", labels) or 0

    def sources(self):
        families = {each.name: each for each in self.registry.collect()}
        samples = families["tidings_feed_items"].samples
        return {each.labels["source"] for each in samples}


def identify(source, feed=None):
    draft = Draft(headline="桥", body="渡口镇的桥修好了。")
    return identify_draft(draft, source=source, feed=feed, received_at=NOW)


def test_each_item_is_counted_for_its_feed_with_what_became_of_it():
    world = World()
    gazette = identify("gazette", "sport")
    world.activity.note_items(
        ANYBODY,
        [Accepted(gazette), Accepted(gazette, NOW), Unchanged(gazette), Rejected(PROBLEM, gazette)],
    )
    for outcome in ("accepted", "held", "unchanged", "rejected"):
        assert world.count("gazette", outcome, "sport") == 1


def test_what_could_not_be_read_is_counted_for_who_sent_it():
    world = World()
    with_key = Origin(NOW, "claimed", caller=Caller("a key", "hill-post"))
    world.activity.note_items(with_key, [Rejected(PROBLEM)])
    world.activity.note_refusal(with_key, [PROBLEM])
    assert world.count("hill-post", "rejected") == 2


def test_nobody_who_is_not_known_makes_a_series():
    world = World()
    world.activity.note_items(ANYBODY, [Rejected(PROBLEM)])
    world.activity.note_refusal(ANYBODY, [PROBLEM])
    assert world.sources() == set()


@given(some.lists(some.text("abcdefgh", min_size=1, max_size=3), max_size=40))
def test_feeds_beyond_the_limit_share_one_series_and_none_is_left_out(names):
    world = World(most_feeds=3)
    for each in names:
        world.activity.note_items(ANYBODY, [Accepted(identify(each))])
    assert len(world.sources()) <= 4
    assert sum(world.count(each, "accepted") for each in world.sources()) == len(names)
    first = list(dict.fromkeys(names))[:3]
    assert all(world.count(each, "accepted") == names.count(each) for each in first)


def test_the_account_of_the_feeds_is_kept_beside():
    told = []

    class Account:
        def note_items(self, origin, items):
            told.append(items)

        def note_refusal(self, origin, problems):
            told.append(problems)

    world = World(kept=Account())
    world.activity.note_items(ANYBODY, [])
    world.activity.note_refusal(ANYBODY, [PROBLEM])
    assert told == [[], [PROBLEM]]
