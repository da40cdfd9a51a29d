"""What the facts about Kafka mean: topics, their settings, groups. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tidings.doctor.finding import Finding, Severity
from tidings.topics import Topic

PROVISION: Final = "tidings provision"
# The oldest that the clients speak to, and in which KRaft is all there is.
OLDEST: Final = (4, 0)
CONFIGURE: Final = "kafka-configs.sh --alter --entity-type topics --entity-name {} --add-config {}"


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic as it is: its partitions, the fewest copies of one, its settings by Kafka's names."""

    partitions: int
    copies: int
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A consumer group: its members, and messages that it has not committed, None if never."""

    members: int
    lag: int | None


@dataclass(frozen=True, slots=True)
class BrokerFacts:
    """What a broker told; ``version`` is that of the oldest."""

    version: tuple[int, ...]
    brokers: int
    topics: Mapping[str, TopicFacts]
    groups: Mapping[str, GroupFacts]


def judge_broker(facts: BrokerFacts, replication_factor: int) -> Iterable[Finding]:
    """Give what version and number of the brokers say."""
    words = ".".join(map(str, facts.version))
    is_old = facts.version < OLDEST
    yield Finding(
        "kafka version",
        "warning" if is_old else "ok",
        words,
        f"{'.'.join(map(str, OLDEST))} or newer",
        "run a newer broker" if is_old else "",
    )
    few = facts.brokers < replication_factor
    yield Finding(
        "kafka brokers",
        "error" if few else "ok",
        str(facts.brokers),
        f"{replication_factor} or more, as TIDINGS_KAFKA_REPLICATION_FACTOR says",
        "start the others, or set TIDINGS_KAFKA_REPLICATION_FACTOR" if few else "",
    )


def judge_topic(
    topic: Topic, facts: TopicFacts | None, copies: int, min_insync_replicas: int
) -> Iterable[Finding]:
    """Give what is other than ``tidings.topics`` has it, or that all is as it should be."""
    check = f"topic {topic.name}"
    if facts is None:
        yield Finding(check, "error", "is not there", "is there", PROVISION)
        return
    found = [*_judge_size(check, topic, facts, copies)]
    for name, wanted in topic.settings(min_insync_replicas).items():
        seen = facts.settings.get(name)
        if seen is not None and _normalise(seen) != _normalise(wanted):
            found.append(
                Finding(
                    check,
                    _weigh(name, seen, wanted),
                    f"{name} is {seen}",
                    wanted,
                    CONFIGURE.format(topic.name, f"{name}={_quote(wanted)}"),
                )
            )
    yield from found or [Finding(check, "ok", "is there, with its settings")]


def judge_group(group: str, topic: str, facts: GroupFacts) -> Finding:
    """Return what members and lag of the group that reads ``topic`` say."""
    check = f"group {group}"
    expected = f"reads {topic}"
    if facts.lag is None and facts.members == 0:
        return Finding(check, "warning", "has never read", expected, "tidings up")
    lag = facts.lag or 0
    members = "1 member" if facts.members == 1 else f"{facts.members} members"
    seen = f"{members}, {lag:,} messages behind"
    if facts.members == 0:
        stage = group.removeprefix("tidings-")
        advice = f"start the stage again, and look at its log: tidings status ({stage})"
        return Finding(check, "error" if lag else "warning", seen, expected, advice)
    return Finding(check, "ok", seen, expected)


def _judge_size(check: str, topic: Topic, facts: TopicFacts, copies: int) -> Iterable[Finding]:
    if facts.partitions != topic.partitions:
        # More is how one scales; fewer leaves workers without work.
        severity: Severity = "warning" if facts.partitions < topic.partitions else "ok"
        advice = PROVISION if severity == "warning" else ""
        seen = f"{facts.partitions} partitions"
        yield Finding(check, severity, seen, f"{topic.partitions}", advice)
    if facts.copies < copies:
        yield Finding(
            check,
            "warning",
            f"{facts.copies} copies of each partition",
            f"{copies}, as TIDINGS_KAFKA_REPLICATION_FACTOR says",
            "kafka-reassign-partitions.sh, with as many replicas for each partition",
        )


def _weigh(name: str, seen: str, wanted: str) -> Severity:
    """Return how bad it is: what can lose a message, or refuse one, is an error."""
    if name in ("retention.ms", "max.message.bytes"):
        # -1 is for ever.
        return "error" if -1 < int(seen) < int(wanted) else "warning"
    return "error" if name == "cleanup.policy" else "warning"


def _normalise(value: str) -> str:
    return ",".join(sorted(value.split(",")))


def _quote(value: str) -> str:
    # The tool takes a comma for the end of a setting.
    return f"[{value}]" if "," in value else value
