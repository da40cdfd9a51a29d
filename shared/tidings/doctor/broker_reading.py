"""Ask Kafka for the facts; nothing is changed and no group joined."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import KafkaError

from tidings.doctor.broker_checks import (
    BrokerFacts,
    GroupFacts,
    TopicFacts,
    judge_broker,
    judge_group,
    judge_topic,
)
from tidings.doctor.finding import Finding, Place, note_unchecked
from tidings.kafka_connection import build_connection
from tidings.settings import KafkaSettings
from tidings.topics import TOPICS
from tidings.whereabouts.road import RoadSettings

# A broker that is well answers in milliseconds; one that is just electing takes a second or two.
ANSWER_WITHIN_MS: Final = 4_000


def examine_broker(place: Place) -> Iterable[Finding]:
    """Give what Kafka and its topics are like; raises what the settings raise."""
    if place.endpoints is None:
        yield note_unchecked("kafka", "no stack runs here", "tidings up")
        return
    kafka = KafkaSettings(bootstrap_servers=place.endpoints.kafka)
    # The library reports each try; what it comes to is one finding.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    backlogs = RoadSettings().describe_road().backlogs
    try:
        facts = read_broker(kafka, {each.group: each.topic for each in backlogs})
    except (KafkaError, OSError, ValueError) as error:
        words = " ".join(str(error).split()) or type(error).__name__
        start = "start it, or set TIDINGS_KAFKA_BOOTSTRAP_SERVERS"
        advice = "tidings status" if place.runs else start
        where = f"{kafka.bootstrap_servers}: {words}"
        yield Finding("kafka", "error", where, "answers", advice)
        return
    yield Finding("kafka", "ok", f"answers on {kafka.bootstrap_servers}")
    yield from judge_broker(facts, kafka.replication_factor)
    for topic in TOPICS:
        found = facts.topics.get(topic.name)
        wanted = replace(topic, partitions=topic.count_partitions(kafka.partitions))
        yield from judge_topic(wanted, found, kafka.replication_factor, kafka.min_insync_replicas)
    for each in backlogs:
        if each.topic in facts.topics:
            yield judge_group(each.group, each.topic, facts.groups[each.group])


def read_broker(kafka: KafkaSettings, topic_of: dict[str, str]) -> BrokerFacts:
    """Return the facts; ``topic_of`` names the topic that each group reads.

    Raises kafka.errors.KafkaError, OSError or ValueError when nobody answers.
    """
    admin: Any = KafkaAdminClient(
        **build_connection(kafka),
        bootstrap_timeout_ms=ANSWER_WITHIN_MS,
        request_timeout_ms=ANSWER_WITHIN_MS,
    )
    try:
        brokers = [each["broker_id"] for each in admin.describe_cluster()["brokers"]]
        versions = [tuple(admin.get_broker_version_data(each).broker_version) for each in brokers]
        topics = _read_topics(admin)
        groups = {
            group: _read_group(admin, group, topic, topics.get(topic))
            for group, topic in topic_of.items()
        }
        return BrokerFacts(min(versions, default=(0,)), len(brokers), topics, groups)
    finally:
        admin.close()


def _read_topics(admin: Any) -> dict[str, TopicFacts]:  # noqa: ANN401 - no types
    present = sorted({*admin.list_topics()} & {each.name for each in TOPICS})
    if not present:
        return {}
    found = {
        each["name"]: TopicFacts(
            len(each["partitions"]),
            min((len(part["replica_nodes"]) for part in each["partitions"]), default=0),
            {},
        )
        for each in admin.describe_topics(present)
    }
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in present]
    for name, settings in admin.describe_configs(asked)["topic"].items():
        values = {key: str(each["value"]) for key, each in settings.items()}
        found[name] = replace(found[name], settings=values)
    return found


def _read_group(
    admin: Any,  # noqa: ANN401
    group: str,
    topic: str,
    facts: TopicFacts | None,
) -> GroupFacts:
    members = len(admin.describe_groups([group])[group]["members"])
    if facts is None:
        return GroupFacts(members, None)
    committed = {
        place: each.offset
        for place, each in admin.list_group_offsets(group)[group].items()
        if place.topic == topic and each.offset >= 0
    }
    if not committed:
        return GroupFacts(members, None)
    places = [TopicPartition(topic, each) for each in range(facts.partitions)]
    ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    starts = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
    # Retention may have removed what was never read.
    read = {each: max(starts[each].offset, committed.get(each, 0)) for each in places}
    return GroupFacts(members, sum(ends[each].offset - read[each] for each in places))
