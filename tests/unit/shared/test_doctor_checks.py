"""Each check of the doctor says what it saw, what it expected, and what to do about it."""

from __future__ import annotations

import pytest

from tidings.doctor.broker_checks import (
    BrokerFacts,
    GroupFacts,
    TopicFacts,
    judge_broker,
    judge_group,
    judge_topic,
)
from tidings.doctor.clock_skew import judge_skew
from tidings.doctor.machine import judge_python, judge_unknown
from tidings.doctor.stages import judge_stage
from tidings.top.view import StageView
from tidings.topics import RAW, STORIES


def topic(partitions=RAW.partitions, copies=1, of=RAW, **changed):
    settings = {**of.settings(1), **{name.replace("_", "."): v for name, v in changed.items()}}
    return TopicFacts(partitions, copies, settings)


@pytest.mark.parametrize(
    ("version", "severity"),
    [((3, 10, 14), "error"), ((3, 11, 0), "ok"), ((3, 13, 1), "ok"), ((4, 0, 0), "ok")],
)
def test_an_old_python_is_an_error(version, severity):
    found = judge_python(version)
    assert found.severity == severity
    assert bool(found.advice) == (severity != "ok")


def test_misspelt_variables_are_named_with_the_nearest_name():
    found = judge_unknown({"TIDINGS_METRIC_PORT": "TIDINGS_METRICS_PORT", "TIDINGS_X": None})
    assert found.severity == "warning"
    assert "TIDINGS_METRIC_PORT (TIDINGS_METRICS_PORT?), TIDINGS_X" in found.seen
    assert judge_unknown({}).severity == "ok"


@pytest.mark.parametrize(
    ("theirs", "severity", "seen"),
    [
        (1000.0, "ok", "agrees with this machine's"),
        (1003.9, "ok", "agrees with this machine's"),
        (1030.0, "warning", "30 s ahead"),
        (970.0, "warning", "30 s behind"),
        (1061.0, "error", "61 s ahead"),
        (100.0, "error", "900 s behind"),
    ],
)
def test_clocks_apart_are_worse_the_further(theirs, severity, seen):
    found = judge_skew("elasticsearch", 1000.0, theirs)
    assert (found.severity, found.seen) == (severity, seen)


@pytest.mark.parametrize(
    ("version", "brokers", "copies", "severities"),
    [
        ((4, 3), 1, 1, ["ok", "ok"]),
        ((3, 9), 3, 3, ["warning", "ok"]),
        ((4, 0), 2, 3, ["ok", "error"]),
        ((0,), 0, 1, ["warning", "error"]),
    ],
)
def test_brokers_have_a_version_and_are_enough(version, brokers, copies, severities):
    found = list(judge_broker(BrokerFacts(version, brokers, {}, {}), copies))
    assert [each.severity for each in found] == severities


@pytest.mark.parametrize(
    ("facts", "severity", "seen", "advice"),
    [
        (None, "error", "is not there", "tidings provision"),
        (topic(), "ok", "is there, with its settings", ""),
        (topic(12), "ok", "12 partitions", ""),
        (topic(1), "warning", "1 partitions", "tidings provision"),
        (topic(retention_ms="1000"), "error", "retention.ms is 1000", "retention.ms=604800000"),
        (topic(retention_ms="-1"), "warning", "retention.ms is -1", "retention.ms=604800000"),
        (topic(retention_ms="999999999999"), "warning", "retention.ms is 9", "kafka-configs.sh"),
        (topic(max_message_bytes="1048588"), "error", "max.message.bytes is 1048588", "16777216"),
        (topic(cleanup_policy="compact"), "error", "cleanup.policy is compact", "=delete"),
        (topic(min_insync_replicas="2"), "warning", "min.insync.replicas is 2", "replicas=1"),
    ],
)
def test_a_topic_is_held_to_its_settings(facts, severity, seen, advice):
    (found,) = judge_topic(RAW, facts, 1, 1)
    assert found.severity == severity
    assert found.seen.startswith(seen)
    assert advice in found.advice


def test_too_few_copies_of_a_topic_are_told():
    (found,) = judge_topic(RAW, topic(copies=1), 3, 1)
    assert (found.severity, found.seen) == ("warning", "1 copies of each partition")


def test_a_list_of_policies_is_the_same_in_any_order_and_bracketed_for_the_tool():
    (found,) = judge_topic(STORIES, topic(1, of=STORIES, cleanup_policy="delete,compact"), 1, 1)
    assert found.severity == "ok"
    (found,) = judge_topic(STORIES, topic(1, of=STORIES, cleanup_policy="delete"), 1, 1)
    assert "cleanup.policy=[compact,delete]" in found.advice


@pytest.mark.parametrize(
    ("facts", "severity", "seen"),
    [
        (GroupFacts(2, 1500), "ok", "2 members, 1,500 messages behind"),
        (GroupFacts(1, 0), "ok", "1 member, 0 messages behind"),
        (GroupFacts(1, None), "ok", "1 member, 0 messages behind"),
        (GroupFacts(0, 0), "warning", "0 members, 0 messages behind"),
        (GroupFacts(0, 7), "error", "0 members, 7 messages behind"),
        (GroupFacts(0, None), "warning", "has never read"),
    ],
)
def test_a_group_without_members_and_with_a_backlog_is_an_error(facts, severity, seen):
    found = judge_group("tidings-enrich", "articles.raw", facts)
    assert (found.severity, found.seen) == (severity, seen)
    assert bool(found.advice) == (severity != "ok")


@pytest.mark.parametrize(
    ("state", "severity"),
    [("ready", "ok"), ("waiting", "warning"), ("stuck", "error"), ("away", "error")],
)
def test_a_stage_is_as_bad_as_its_state(state, severity):
    (found,) = judge_stage(StageView("index", "x", state, "why"), "1.0")
    assert (found.severity, found.seen) == (severity, f"{state}: why")
    assert bool(found.advice) == (severity != "ok")


@pytest.mark.parametrize(("version", "severity"), [("1.0", "ok"), ("0.9", "warning")])
def test_a_stage_of_another_version_is_told(version, severity):
    _, found = judge_stage(StageView("index", "x", "ready", version=version), "1.0")
    assert (found.severity, found.seen) == (severity, version)
