"""``tidings dlq`` against a real Kafka, and with an enrich stage that rejects."""

from __future__ import annotations

import json
import time
import uuid
from datetime import UTC, datetime

import pytest
from enrich_process import BREAKS_THE_TAGGER, Road, make_article
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from stack_fixtures import wait_until
from typer.testing import CliRunner

from tidings.broker import create_topics
from tidings.cli import build_app
from tidings.dead_letter import DeadLetter, Position, fit_letter, write_dead_letter
from tidings.dlq.kafka_log import ACKNOWLEDGED_WITHIN_S, KafkaLog
from tidings.dlq.ports import Outgoing
from tidings.outcome import Reject
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, MAX_MESSAGE_BYTES, MOST_VALUE_BYTES, Topic

pytestmark = pytest.mark.servers
# Joining a group, tagging and committing take under 2 s; the rest is for a busy machine.
SOON_S = 30.0
FAILED_AT = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Desk:
    """Topics of one test, what is written on them, and the commands."""

    def __init__(self, kafka):
        self.kafka = kafka
        self.raw = f"t{uuid.uuid4().hex[:8]}.raw"
        self.dead = f"{self.raw}.dlq"
        topics = [Topic(self.raw, 2, DAY_MS), Topic(self.dead, 2, DAY_MS)]
        create_topics(KafkaSettings(bootstrap_servers=kafka), topics)
        self.environment = {"TIDINGS_KAFKA_BOOTSTRAP_SERVERS": kafka, "COLUMNS": "200"}

    def run(self, command, *arguments, status=0):
        words = ["dlq", command, *map(str, arguments)]
        if "--topic" not in words and not any(str(each).startswith(self.dead) for each in words):
            words += ["--topic", self.dead]
        done = CliRunner().invoke(build_app(), words, env=self.environment)
        assert done.exit_code == status, done.output
        return done

    def run_json(self, command, *arguments, status=0):
        return json.loads(self.run(command, *arguments, "--json", status=status).stdout)

    def write(self, topic, messages):
        """Put messages of key, value, headers and partition on a topic; return their offsets."""
        producer = KafkaProducer(
            bootstrap_servers=self.kafka, acks="all", max_request_size=MAX_MESSAGE_BYTES
        )
        sent = [
            producer.send(topic, value, key, list(headers), partition)
            for key, value, headers, partition in messages
        ]
        offsets = [each.get(60).offset for each in sent]
        producer.close()
        return offsets

    def reject(self, number, reason="tagger_failed", partition=0, headers=(), **changed):
        """Write a dead letter as enrich does; return its position as text."""
        key, value = make_article(number)
        letter: DeadLetter = write_dead_letter(
            "enrich",
            Reject(reason, f"why {number}"),
            changed.pop("at", Position(self.raw, 0, number)),
            **{"key": key, "value": value, "failed_at": FAILED_AT, "headers": headers} | changed,
        )
        letter = fit_letter(letter)
        message = (letter.key, letter.value, letter.headers, partition)
        (offset,) = self.write(self.dead, [message])
        return f"{self.dead}:{partition}:{offset}"

    def read(self, topic):
        """Return what a topic holds."""
        consumer = KafkaConsumer(
            bootstrap_servers=self.kafka, max_partition_fetch_bytes=MAX_MESSAGE_BYTES
        )
        places = [TopicPartition(topic, each) for each in consumer.partitions_for_topic(topic)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        left = sum(consumer.end_offsets(places).values())
        found = []

        def is_all_there():
            for records in consumer.poll(timeout_ms=200).values():
                found.extend(records)
            return len(found) >= left

        wait_until(is_all_there, SOON_S, f"{left} messages on {topic}")
        consumer.close()
        return found


@pytest.fixture
def desk(servers):
    servers.start()
    return Desk(servers.kafka)


def count_open(desk):
    return desk.run_json("list")["letters"]


def test_an_empty_topic_has_no_letters(desk):
    assert "no dead letters" in desk.run("list").stdout
    assert desk.run_json("list") == {"letters": 0, "groups": []}


def test_letters_are_listed_in_groups_and_one_by_one(desk):
    for number, reason in enumerate(["tagger_failed", "tagger_failed", "invalid"]):
        desk.reject(number, reason, partition=number % 2)
    listed = desk.run_json("list")
    assert listed["letters"] == 3
    assert [(each["reason"], each["letters"]) for each in listed["groups"]] == [
        ("tagger_failed", 2),
        ("invalid", 1),
    ]
    assert "example-gazette" in desk.run("list").stdout

    lines = desk.run("list", "--all", "--json", "--reason", "tagger_failed").stdout.splitlines()
    assert [json.loads(each)["id"][-1] for each in lines] == ["0", "1"]
    assert len(desk.run("list", "--all").stdout.splitlines()) == 3


def test_a_letter_is_shown_by_position_and_by_id_and_its_bytes_are_the_original_ones(desk):
    value = b"\xff\x1b[31m\x00"
    position = desk.reject(7, "undecodable", value=value)
    for named in (position, f"{7:032x}"):
        shown = desk.run("show", named).stdout
        assert "why 7" in shown
        assert "\x1b" not in shown
        assert desk.run("show", named, "--raw").stdout_bytes == value
    assert desk.run_json("show", position)["origin"] == f"{desk.raw}:0:7"


def test_a_replay_sends_what_was_rejected_and_only_once(desk):
    theirs = (("trace", b"1"),)
    desk.reject(1, headers=theirs)
    desk.reject(2, partition=1)
    desk.reject(3, "invalid")
    assert desk.run_json("replay", "--reason", "tagger_failed", "--dry-run")["replayed"] == 2
    assert desk.read(desk.raw) == []

    assert desk.run_json("replay", "--reason", "tagger_failed", "--yes")["replayed"] == 2
    sent = {each.key: each for each in desk.read(desk.raw)}
    for number in (1, 2):
        key, value = make_article(number)
        assert sent[key].value == value
    assert list(sent[make_article(1)[0]].headers) == [*theirs, ("tidings-tries", b"1")]

    assert count_open(desk) == 1
    assert desk.run_json("replay", "--all", "--yes")["replayed"] == 1
    assert desk.run_json("replay", "--all", "--yes")["replayed"] == 0
    assert len(desk.read(desk.raw)) == 3


def test_a_purged_letter_is_listed_no_more_and_can_still_be_shown(desk):
    position = desk.reject(1)
    kept = desk.reject(2)
    assert desk.run_json("purge", position, "--yes")["purged"] == 1
    assert count_open(desk) == 1
    assert desk.run_json("show", position)["settled"] == "purged"
    assert desk.run_json("show", kept)["settled"] is None
    assert position in desk.run("replay", position, "--yes", status=1).stderr
    assert desk.read(desk.raw) == []


def test_without_a_yes_nothing_is_done(desk):
    desk.reject(1)
    for command in ("replay", "purge"):
        assert not desk.run(command, "--all", status=1).stdout.strip()
    assert count_open(desk) == 1


def test_a_value_that_was_left_out_comes_from_where_it_stands(desk):
    key, value = b"0" * 32, b"x" * (MOST_VALUE_BYTES + 1)
    (offset,) = desk.write(desk.raw, [(key, value, (), 1)])
    at = Position(desk.raw, 1, offset)
    position = desk.reject(1, "too_large", key=key, value=value, at=at)
    gone = desk.reject(2, "too_large", value=value, at=Position(desk.raw, 1, 999))

    assert desk.run("show", position, "--raw").stdout_bytes == value
    assert "no longer holds it" in desk.run("show", gone, "--raw", status=1).stderr
    told = desk.run_json("replay", "--all", "--yes", status=1)
    assert (told["replayed"], told["left"][0]["examples"]) == (1, [gone])
    assert [each.value for each in desk.read(desk.raw)] == [value, value]
    assert count_open(desk) == 1


def test_a_missing_topic_is_named_with_the_command_that_makes_it(desk):
    done = desk.run("list", "--topic", "nowhere.dlq", status=1)
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere.dlq" in done.stderr


def test_a_broker_that_is_gone_is_named_in_one_line(desk, servers):
    position = desk.reject(1)
    servers.server("kafka").kill()
    try:
        for words in (["list"], ["show", position], ["replay", "--all", "--yes"]):
            done = desk.run(*words, status=1)
            assert len(done.stderr.splitlines()) == 1
            assert desk.kafka in done.stderr
    finally:
        servers.start()
    assert count_open(desk) == 1


def test_a_broker_that_freezes_ends_the_sending_in_bounded_time(desk, servers):
    message = Outgoing(desk.raw, None, b"x", ())
    with KafkaLog(KafkaSettings(bootstrap_servers=desk.kafka)) as log:
        assert log.send([message]) == [None]
        servers.server("kafka").freeze()
        started = time.monotonic()
        try:
            outcomes = log.send([message] * 100)
        finally:
            servers.server("kafka").thaw()
    assert time.monotonic() - started < 2 * ACKNOWLEDGED_WITHIN_S
    assert len(set(outcomes)) == 1
    assert outcomes[0] is not None
    assert not outcomes[0].is_final


def test_what_the_stage_rejects_again_counts_its_tries_and_ends_at_the_limit(servers, tmp_path):
    servers.start()
    road = Road(servers.kafka, f"t{uuid.uuid4().hex[:8]}", tmp_path)
    road.create()
    desk = Desk(servers.kafka)
    desk.raw, desk.dead = road.raw, road.dead
    road.start_worker()
    try:
        road.push([make_article(1, BREAKS_THE_TAGGER)])
        for tries in range(2):
            wait_until(lambda: count_open(desk) == 1, SOON_S, "the dead letter")
            line = desk.run("list", "--all", "--json").stdout
            assert json.loads(line)["tries"] == tries
            assert desk.run_json("replay", "--all", "--yes", "--max-tries", 2)["replayed"] == 1
        wait_until(lambda: count_open(desk) == 1, SOON_S, "the dead letter")
        refused = desk.run_json("replay", "--all", "--yes", "--max-tries", 2, status=1)
        assert refused["replayed"] == 0
        assert "--force" in refused["left"][0]["why"]
        assert desk.run_json("replay", "--all", "--yes", "--force")["replayed"] == 1
    finally:
        road.stop_workers()


def test_an_edited_letter_is_sent_as_a_new_message_and_settled(desk, tmp_path):
    key, good = make_article(1)
    position = desk.reject(1, value=good[:-1])
    put_right = tmp_path / "right.json"
    put_right.write_bytes(good)
    told = desk.run_json("edit", position, "--set-file", put_right, "--yes")
    assert told["sent_to"] == desk.raw
    (message,) = desk.read(desk.raw)
    assert (message.key, message.value) == (key, good)
    assert dict(message.headers)["tidings-edited-from"] == position.encode()
    assert count_open(desk) == 0
    assert desk.run_json("show", position)["settled"] == "edited"
    refused = desk.run("edit", position, "--set-file", put_right, "--yes", status=1)
    assert "was edited already" in refused.stderr
