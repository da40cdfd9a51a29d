"""The publisher answers in time whatever the producer does, and gets over it."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest
from kafka.errors import (
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumberError,
)
from kafka.future import Future

from tidings.article import Article
from tidings.outcome import Ok, Retry
from tidings.tracing.context import TraceContext, read_context
from tidings.tracing.current import within_trace
from tidings_ingest import producer_thread
from tidings_ingest import publisher as publisher_module
from tidings_ingest.delivery import Message
from tidings_ingest.embargo.release_time import remove_hold
from tidings_ingest.ports import Outgoing
from tidings_ingest.producer_thread import TOO_LARGE
from tidings_ingest.publisher import KafkaPublisher

NOW = "2031-05-04T12:00:00Z"
ACCEPTED = Ok("accepted")


def article(number: int = 1) -> Article:
    return Article(
        id=f"{number:032x}", revision=1, content_hash="h", source="s", body="b", received_at=NOW
    )


class FakeProducer:
    """Answers each message as ``answer`` says: None acknowledges, an error fails, ... never."""

    def __init__(self, answer=None, raises=None):
        self.answer = answer
        self.raises = raises
        self.sent = []

    def send(self, topic, value, key, headers):
        if self.raises:
            raise self.raises
        self.sent.append((topic, key, value, headers))
        future = Future()
        if self.answer is None:
            # As the real one does: from another thread, after send() has returned.
            threading.Timer(0.01, future.success, [object()]).start()
        elif isinstance(self.answer, Exception):
            threading.Timer(0.01, future.failure, [self.answer]).start()
        return future


class Kafka:
    """Hands out the producers it is given, the last one again and again."""

    def __init__(self, *producers):
        self.producers = list(producers)
        self.connected = 0
        self.discarded = []

    def connect(self):
        self.connected += 1
        producer = self.producers.pop(0) if len(self.producers) > 1 else self.producers[0]
        if isinstance(producer, Exception):
            raise producer
        return producer


@pytest.fixture
def short_deadline(monkeypatch):
    """A tenth of a second instead of ten, for what never answers."""
    monkeypatch.setattr(publisher_module, "DEADLINE_S", 0.1)
    monkeypatch.setattr(producer_thread, "PATIENCE_S", 0.0)


def open_publisher(kafka):
    return KafkaPublisher(kafka.connect, kafka.discarded.append, "raw", "held")


def run(kafka, *batches):
    async def publish():
        with open_publisher(kafka) as publisher:
            return [await publisher.publish([Outgoing(a) for a in batch]) for batch in batches]

    return asyncio.run(publish())


def test_each_acknowledged_article_is_accepted_under_its_id():
    producer = FakeProducer()

    assert run(Kafka(producer), [article(1), article(2)]) == [[ACCEPTED, ACCEPTED]]
    assert [sent[:2] for sent in producer.sent] == [("raw", article(n).id.encode()) for n in (1, 2)]
    assert Article.from_bytes(producer.sent[0][2]) == article(1)


def test_many_requests_at_once_cost_no_threads():
    async def publish():
        kafka = Kafka(FakeProducer())
        with open_publisher(kafka) as publisher:
            before = threading.active_count()
            waiting = [
                asyncio.ensure_future(publisher.publish([Outgoing(article(n))])) for n in range(200)
            ]
            await asyncio.sleep(0)
            # The timers of the fake apart, which stand for the one thread of the real producer.
            timers = sum(isinstance(each, threading.Timer) for each in threading.enumerate())
            assert threading.active_count() - timers <= before
            return await asyncio.gather(*waiting)

    assert asyncio.run(publish()) == [[ACCEPTED]] * 200


@pytest.mark.parametrize("error", [KafkaTimeoutError("expired"), OutOfOrderSequenceNumberError()])
def test_an_article_that_failed_is_not_known_to_be_there(error):
    assert run(Kafka(FakeProducer(error)), [article()]) == [[Retry("unacknowledged")]]


def test_an_article_that_is_too_large_is_refused_and_the_others_go_on():
    class Picky(FakeProducer):
        def send(self, topic, value, key, headers):
            if key == article(1).id.encode():
                raise MessageSizeTooLargeError
            return super().send(topic, value, key, headers)

    assert run(Kafka(Picky()), [article(1), article(2)]) == [[TOO_LARGE, ACCEPTED]]
    assert run(Kafka(FakeProducer(MessageSizeTooLargeError())), [article()]) == [[TOO_LARGE]]


def test_one_article_that_had_to_wait_for_nothing_fails_the_rest_at_once():
    producer = FakeProducer(raises=KafkaTimeoutError("no metadata"))

    assert run(Kafka(producer), [article(n) for n in range(100)]) == [
        [Retry("unacknowledged")] * 100
    ]


def test_no_broker_at_all_is_an_answer_and_tried_again_with_the_next_request():
    kafka = Kafka(KafkaTimeoutError("no broker"), FakeProducer())

    assert run(kafka, [article()], [article()]) == [[Retry("unacknowledged")], [ACCEPTED]]


def test_a_producer_that_cannot_go_on_is_replaced():
    broken, good = FakeProducer(OutOfOrderSequenceNumberError()), FakeProducer()
    kafka = Kafka(broken, good)

    assert run(kafka, [article()], [article()]) == [[Retry("unacknowledged")], [ACCEPTED]]
    assert kafka.discarded == [broken, good]


def test_a_passing_error_keeps_the_producer():
    producer = FakeProducer(KafkaTimeoutError("expired"))
    kafka = Kafka(producer)

    run(kafka, [article()], [article()])
    assert kafka.connected == 1


@pytest.mark.usefixtures("short_deadline")
def test_a_producer_that_never_answers_is_answered_for_and_replaced():
    silent, good = FakeProducer(...), FakeProducer()
    kafka = Kafka(silent, good)

    assert run(kafka, [article()], [article()]) == [[Retry("unacknowledged")], [ACCEPTED]]
    assert silent in kafka.discarded


@pytest.mark.usefixtures("short_deadline")
def test_whatever_connecting_raises_the_next_request_is_served():
    kafka = Kafka(RuntimeError("unforeseen"), FakeProducer())

    assert run(kafka, [article()], [article()]) == [[Retry("unacknowledged")], [ACCEPTED]]


def test_what_is_under_embargo_goes_elsewhere_with_the_time_at_which_it_ends():
    producer, until = FakeProducer(), datetime(2031, 5, 4, 12, tzinfo=UTC)

    async def publish():
        with open_publisher(Kafka(producer)) as publisher:
            return await publisher.publish([Outgoing(article(1), until), Outgoing(article(2))])

    assert asyncio.run(publish()) == [ACCEPTED, ACCEPTED]
    (held, key, value, headers), (open_, *_) = producer.sent
    assert (held, open_) == ("held", "raw")
    assert (key, Article.from_bytes(value)) == (article(1).id.encode(), article(1))
    assert headers[:2] == [("tidings-release-at", b"1935662400000"), ("tidings-revision", b"1")]


def test_each_message_carries_the_trace_of_its_request_held_or_not():
    producer, until = FakeProducer(), datetime(2031, 5, 4, 12, tzinfo=UTC)
    context = TraceContext("a" * 32, "b" * 16, is_sampled=True)

    async def publish():
        with open_publisher(Kafka(producer)) as publisher, within_trace(context):
            return await publisher.publish([Outgoing(article(1), until), Outgoing(article(2))])

    assert asyncio.run(publish()) == [ACCEPTED, ACCEPTED]
    assert [read_context(headers) for *_, headers in producer.sent] == [context, context]
    held, _ = producer.sent
    assert remove_hold(held[3]) == [("traceparent", context.to_header().encode())]


def test_another_thread_can_wait_for_messages_of_its_own():
    producer = FakeProducer()
    message = Message("raw", b"k", b"v", [("trace", b"1")])

    with open_publisher(Kafka(producer)) as publisher:
        assert publisher.publish_messages([message]) == [ACCEPTED]
    assert producer.sent == [("raw", b"k", b"v", [("trace", b"1")])]


@pytest.mark.usefixtures("short_deadline")
def test_another_thread_has_its_answer_in_time_too():
    with open_publisher(Kafka(FakeProducer(...))) as publisher:
        assert publisher.publish_messages([Message("raw", b"k", b"v")]) == [Retry("unacknowledged")]
