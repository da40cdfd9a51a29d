"""How the consumer is set: what keeps articles safe is not left to kafka-python's defaults."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tidings.dead_letter import Position
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_index import consumer
from tidings_index.consumer import open_consumer, read_record


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.setattr(consumer, "KafkaConsumer", lambda **given: given)
    return open_consumer(KafkaSettings(bootstrap_servers="a:1,b:2"), "group", 7)


def test_nothing_is_committed_or_created_by_itself(settings):
    assert settings["enable_auto_commit"] is False
    assert settings["allow_auto_create_topics"] is False


def test_a_new_group_begins_with_the_oldest_message(settings):
    assert settings["auto_offset_reset"] == "earliest"


def test_the_largest_message_of_a_topic_can_be_fetched(settings):
    assert settings["max_partition_fetch_bytes"] >= MAX_MESSAGE_BYTES
    assert settings["fetch_max_bytes"] >= MAX_MESSAGE_BYTES


def test_a_request_for_partitions_that_got_lost_is_made_again_within_seconds(settings):
    # With kafka-python's default a worker on a busy machine could stand idle for five minutes.
    assert settings["metadata_max_age_ms"] <= 5_000


def test_a_dead_worker_is_missed_within_three_heartbeats(settings):
    assert settings["session_timeout_ms"] >= 3 * settings["heartbeat_interval_ms"]
    assert settings["bootstrap_servers"] == ["a:1", "b:2"]
    assert settings["max_poll_records"] == 7


def test_a_record_knows_where_it_stands():
    raw = SimpleNamespace(
        topic="t", partition=2, offset=9, key=None, value=None, headers=[("a", b"1")]
    )
    record = read_record(raw, 3)
    assert record.at == Position("t", 2, 9)
    assert (record.key, record.value, record.headers) == (None, None, (("a", b"1"),))
    assert record.claim == 3
