"""What /readyz, /healthz and the lag say, given what Kafka answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings_index.reporter import Reporter

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class World:
    def __init__(self):
        self.now = 0.0
        self.owned = frozenset({0, 1})
        self.waiting_for = None
        self.lag = {0: 4, 1: 0}
        self.oldest = NOON - timedelta(seconds=90)
        self.registry = CollectorRegistry()
        self.liveness = Liveness(lambda: self.now, 60)
        self.reporter = Reporter(
            "enriched",
            self,
            StageMetrics("index", self.registry, version="1"),
            self.liveness,
            partitions=lambda: self.owned,
            waiting_for=lambda: self.waiting_for,
            clock=lambda: NOON,
        )

    def measure(self, partitions):
        return None if self.lag is None else {each: self.lag[each] for each in partitions}

    def date_oldest(self):
        return self.oldest

    def shown_age(self):
        labels = {"stage": "index", "topic": "enriched"}
        return self.registry.get_sample_value("tidings_consumer_lag_seconds", labels)

    def shown_lag(self, partition):
        labels = {"stage": "index", "topic": "enriched", "partition": str(partition)}
        return self.registry.get_sample_value("tidings_consumer_lag_messages", labels)


@pytest.fixture
def world():
    world = World()
    world.reporter.report()
    return world


def test_the_lag_of_each_owned_partition_is_shown(world):
    assert (world.shown_lag(0), world.shown_lag(1)) == (4, 0)


def test_a_partition_that_went_to_another_worker_has_no_lag_here(world):
    world.owned = frozenset({1})
    world.reporter.report()
    assert world.shown_lag(0) == 0


def test_a_backlog_without_progress_is_not_alive(world):
    world.now = 61
    world.reporter.report()
    assert world.liveness.stuck_reason() == "4 messages wait and nothing was finished for 61 s"


def test_idle_is_not_stuck(world):
    world.lag = {0: 0, 1: 0}
    world.now = 600
    world.reporter.report()
    assert world.liveness.stuck_reason() is None


def test_while_kafka_is_away_the_stage_waits_and_is_alive(world):
    world.lag = None
    world.now = 600
    world.reporter.report()
    assert world.liveness.unready_reason() == "waiting for kafka"
    assert world.liveness.stuck_reason() is None
    assert world.shown_lag(0) == 4


def test_what_the_worker_waits_for_is_what_readyz_says(world):
    world.waiting_for = "elasticsearch (blocked)"
    world.reporter.report()
    assert world.liveness.unready_reason() == "waiting for elasticsearch (blocked)"
    world.waiting_for = None
    world.reporter.report()
    assert world.liveness.unready_reason() is None


def test_without_partitions_the_stage_is_not_ready(world):
    world.owned = frozenset()
    world.reporter.report()
    assert world.liveness.unready_reason() == "waiting for partitions"


def test_the_age_of_the_oldest_message_that_waits_is_shown(world):
    assert world.shown_age() == 90


def test_where_nothing_waits_nothing_is_old(world):
    world.lag, world.oldest = {0: 0, 1: 0}, None
    world.reporter.report()
    assert world.shown_age() == 0


def test_an_age_that_cannot_be_asked_for_stays_as_it_was(world):
    world.oldest = None
    world.reporter.report()
    assert world.shown_age() == 90


def test_a_broker_whose_clock_is_ahead_makes_no_age_below_zero(world):
    world.oldest = NOON + timedelta(seconds=3)
    world.reporter.report()
    assert world.shown_age() == 0
