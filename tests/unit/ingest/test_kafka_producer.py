"""How the producer is set: what a 202 rests on is not left to kafka-python's defaults."""

from __future__ import annotations

import pytest

from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_ingest import kafka_producer
from tidings_ingest.publisher import DEADLINE_S


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.setattr(kafka_producer, "KafkaProducer", lambda **given: given)
    return kafka_producer.connect_producer(KafkaSettings(bootstrap_servers="a:1,b:2"))


def test_every_copy_in_sync_has_an_article_before_it_counts_as_acknowledged(settings):
    assert settings["acks"] == "all"
    assert settings["bootstrap_servers"] == ["a:1", "b:2"]


def test_a_try_of_the_producers_own_makes_no_second_message_and_no_other_order(settings):
    assert settings["enable_idempotence"] is True


def test_the_producer_gives_up_before_the_sender_has_its_answer(settings):
    waits = ("max_block_ms", "delivery_timeout_ms")
    assert sum(settings[each] for each in waits) <= DEADLINE_S * 1_000


def test_no_topic_is_made_by_a_push_and_the_largest_message_passes(settings):
    assert settings["allow_auto_create_topics"] is False
    assert settings["max_request_size"] >= MAX_MESSAGE_BYTES
