"""The table of topics holds what the promises need of Kafka."""

from __future__ import annotations

import pytest

from tidings.topics import (
    DAY_MS,
    ENRICHED,
    ENRICHED_DLQ,
    FEED_ACTIVITY,
    HOUR_MS,
    MAX_MESSAGE_BYTES,
    RAW,
    RAW_DLQ,
    TOPICS,
)

ARTICLE_TOPICS = tuple(each for each in TOPICS if each.name.startswith("articles."))


def test_each_topic_of_the_road_has_its_dead_letters():
    names = {each.name for each in TOPICS}
    for topic in (RAW, ENRICHED):
        assert f"{topic.name}.dlq" in names
    assert len(names) == len(TOPICS)


@pytest.mark.parametrize("topic", ARTICLE_TOPICS, ids=lambda each: each.name)
def test_no_topic_forgets_within_a_week_or_compacts_articles_away(topic):
    settings = topic.settings(1)
    assert int(settings["retention.ms"]) >= 7 * DAY_MS
    assert settings["cleanup.policy"] == "delete"


def test_the_activity_of_feeds_keeps_a_month_and_compacts_what_is_an_hour_old():
    settings = FEED_ACTIVITY.settings(1)
    assert settings["cleanup.policy"] == "compact,delete"
    assert int(settings["retention.ms"]) == 30 * DAY_MS
    assert int(settings["segment.ms"]) <= HOUR_MS
    assert int(settings["max.compaction.lag.ms"]) <= HOUR_MS


def test_dead_letters_stay_longer_than_what_they_came_from():
    assert RAW_DLQ.retention_ms > RAW.retention_ms
    assert ENRICHED_DLQ.retention_ms > ENRICHED.retention_ms


def test_a_dead_letter_topic_takes_the_largest_message_of_the_road():
    assert {each.settings(1)["max.message.bytes"] for each in TOPICS} == {str(MAX_MESSAGE_BYTES)}


def test_settings_are_strings_as_the_admin_protocol_wants_them():
    settings = RAW.settings(2)
    assert settings["min.insync.replicas"] == "2"
    assert all(isinstance(value, str) for value in settings.values())


def test_work_is_shared_evenly_by_one_two_three_or_six_workers():
    assert all(RAW.partitions % workers == 0 for workers in (1, 2, 3, 6))
    assert RAW.partitions == ENRICHED.partitions


def test_what_workers_share_grows_and_what_all_of_them_read_in_one_order_does_not():
    counts = {each.name: each.count_partitions(24) for each in TOPICS}
    assert {name for name, count in counts.items() if count == 24} == {
        "articles.raw",
        "articles.enriched",
        "articles.embargoed",
    }
    assert counts["stories.articles"] == counts["watches.deliveries"] == 1
