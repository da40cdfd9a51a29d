"""Snapshots get to the topic, and an outage loses none and says little."""

from __future__ import annotations

from concurrent.futures import Future

import structlog
from feed_records import NOON, make_record
from kafka.errors import KafkaTimeoutError

from tidings.feeds.record import FeedDay
from tidings_ingest.acceptance import Origin
from tidings_ingest.feed_activity.counts import FeedCounts
from tidings_ingest.feed_activity.writer import ActivityWriter

NEVER_S = 3600


class FakeKafka:
    """``trouble`` is what sending ends with; ``written`` is what it took, newest by key."""

    def __init__(self):
        self.trouble = None
        self.cannot_connect = False
        self.written = {}
        self.connections = 0
        self.closed = 0

    def connect(self):
        if self.cannot_connect:
            raise KafkaTimeoutError("no broker")
        self.connections += 1
        return self

    def send(self, topic, value, key):
        future = Future()
        if self.trouble:
            future.set_exception(self.trouble)
        else:
            self.written[key] = FeedDay.from_bytes(value)
            future.set_result(topic)
        return Sent(future)

    def close(self, timeout):
        self.closed += 1


class Sent:
    def __init__(self, future):
        self.future = future

    def get(self, timeout):
        return self.future.result(timeout)


def make_writer(kafka):
    counts = FeedCounts("run", lambda: NOON)
    return counts, ActivityWriter(counts, kafka.connect, "activity", NEVER_S)


def note(counts, source="gazette"):
    counts.note_items(Origin(NOON, source), [])


def test_what_changed_is_written_under_its_key():
    kafka = FakeKafka()
    counts, writer = make_writer(kafka)
    note(counts)
    writer.write()
    record = make_record(run="run", accepted=0)
    assert kafka.written == {record.key(): record}


def test_without_news_nobody_is_asked():
    kafka = FakeKafka()
    _, writer = make_writer(kafka)
    writer.write()
    assert kafka.connections == 0


def test_the_end_writes_what_is_left():
    kafka = FakeKafka()
    counts, writer = make_writer(kafka)
    with writer:
        note(counts)
    assert len(kafka.written) == 1
    assert kafka.closed == 1


def test_an_outage_is_said_once_and_what_was_counted_meanwhile_is_written_after_it():
    kafka = FakeKafka()
    counts, writer = make_writer(kafka)
    with structlog.testing.capture_logs() as lines:
        note(counts)
        kafka.cannot_connect = True
        writer.write()
        kafka.cannot_connect, kafka.trouble = False, KafkaTimeoutError("not acknowledged")
        for _ in range(3):
            note(counts)
            writer.write()
        assert [each["log_level"] for each in lines] == ["warning"]
        kafka.trouble = None
        writer.write()
        writer.write()
    assert [each["log_level"] for each in lines] == ["warning", "info"]
    (record,) = kafka.written.values()
    assert record.pushes == 4


def test_a_producer_that_failed_is_thrown_away():
    kafka = FakeKafka()
    counts, writer = make_writer(kafka)
    kafka.trouble = KafkaTimeoutError("not acknowledged")
    note(counts)
    writer.write()
    writer.write()
    assert kafka.connections == kafka.closed == 2
