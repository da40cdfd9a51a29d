"""What /readyz, /healthz and the lag say, given what Kafka answers."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings_enrich.reporter import Reporter

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Stream:
    waiting_for = None
    owned = frozenset({0, 1})

    def partitions(self):
        return self.owned


class Probe:
    def __init__(self):
        self.lag = {0: 4, 1: 0}
        self.oldest = NOON - timedelta(seconds=90)

    async def measure(self, partitions):
        return self.lag and {each: self.lag[each] for each in partitions}

    async def date_oldest(self):
        return self.oldest


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def parts():
    registry, clock = CollectorRegistry(), Clock()
    liveness = Liveness(clock, 60)
    stream, probe = Stream(), Probe()
    metrics = StageMetrics("enrich", registry, version="1")
    return (
        Reporter("raw", stream, probe, metrics, liveness, clock=lambda: NOON),
        stream,
        probe,
        liveness,
        clock,
        registry,
    )


def lag(registry, partition):
    labels = {"stage": "enrich", "topic": "raw", "partition": str(partition)}
    return registry.get_sample_value("tidings_consumer_lag_messages", labels)


def age(registry):
    labels = {"stage": "enrich", "topic": "raw"}
    return registry.get_sample_value("tidings_consumer_lag_seconds", labels)


def test_the_lag_of_each_owned_partition_is_shown(parts):
    reporter, *_, registry = parts
    asyncio.run(reporter.report())
    assert (lag(registry, 0), lag(registry, 1)) == (4, 0)


def test_a_partition_that_went_to_another_worker_has_no_lag_here(parts):
    reporter, stream, *_, registry = parts
    asyncio.run(reporter.report())
    stream.owned = frozenset({1})
    asyncio.run(reporter.report())
    assert lag(registry, 0) == 0


def test_a_backlog_without_progress_is_not_alive(parts):
    reporter, _, _, liveness, clock, _ = parts
    asyncio.run(reporter.report())
    clock.now = 61
    asyncio.run(reporter.report())
    assert liveness.stuck_reason() == "4 messages wait and nothing was finished for 61 s"


def test_while_kafka_is_away_the_stage_waits_and_is_alive(parts):
    reporter, _, probe, liveness, clock, _ = parts
    asyncio.run(reporter.report())
    probe.lag = None
    clock.now = 600
    asyncio.run(reporter.report())
    assert liveness.unready_reason() == "waiting for kafka"
    assert liveness.stuck_reason() is None


def test_the_stage_is_ready_once_the_group_has_let_it_in(parts):
    reporter, stream, _, liveness, _, _ = parts
    stream.waiting_for = "partitions"
    asyncio.run(reporter.report())
    assert liveness.unready_reason() == "waiting for partitions"
    stream.waiting_for = None
    asyncio.run(reporter.report())
    assert liveness.unready_reason() is None


def test_the_age_of_the_oldest_message_that_waits_is_shown_until_none_waits(parts):
    reporter, _, probe, *_, registry = parts
    asyncio.run(reporter.report())
    assert age(registry) == 90
    probe.oldest = None
    asyncio.run(reporter.report())
    assert age(registry) == 90
    probe.lag = {0: 0, 1: 0}
    asyncio.run(reporter.report())
    assert age(registry) == 0
