"""How the consumer is set: what keeps articles safe is not left to kafka-python's defaults."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from kafka.coordinator.consumer import ConsumerCoordinator

from tidings import group_consumer
from tidings.group_consumer import keep_joining, open_group_consumer
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.setattr(group_consumer, "KafkaConsumer", lambda **given: given)
    return open_group_consumer(KafkaSettings(bootstrap_servers="a:1,b:2"), "group", max_records=7)


def test_nothing_is_committed_or_created_by_itself(settings):
    assert settings["enable_auto_commit"] is False
    assert settings["allow_auto_create_topics"] is False


def test_a_new_group_begins_with_the_oldest_message(settings):
    assert settings["auto_offset_reset"] == "earliest"


def test_the_largest_message_of_a_topic_can_be_fetched(settings):
    assert settings["max_partition_fetch_bytes"] >= MAX_MESSAGE_BYTES
    assert settings["fetch_max_bytes"] >= MAX_MESSAGE_BYTES


class Coordinator:
    def __init__(self, is_rebalancing):
        self.asked = 0
        self._is_rebalancing = is_rebalancing

    def rebalance_in_progress(self):
        return self._is_rebalancing

    def request_rejoin(self):
        self.asked += 1


@pytest.mark.parametrize(("is_rebalancing", "asked"), [(True, 1), (False, 0)])
def test_a_rebalance_that_a_poll_was_too_short_for_is_gone_on_with(is_rebalancing, asked):
    coordinator = Coordinator(is_rebalancing)
    keep_joining(SimpleNamespace(_coordinator=coordinator))
    assert coordinator.asked == asked


def test_kafka_python_still_has_what_it_takes_to_go_on_with_a_rebalance():
    # Neither is public; a version without them shows here and not on a busy night.
    for name in ("rebalance_in_progress", "request_rejoin"):
        assert callable(getattr(ConsumerCoordinator, name))


def test_a_dead_worker_is_missed_within_three_heartbeats(settings):
    assert settings["session_timeout_ms"] >= 3 * settings["heartbeat_interval_ms"]
    assert settings["bootstrap_servers"] == ["a:1", "b:2"]
    assert settings["max_poll_records"] == 7


def test_a_broker_that_is_back_is_found_within_a_second(settings):
    assert settings["reconnect_backoff_max_ms"] <= 1_000
