"""The order of the worker's steps, and what each failure leaves behind."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from tidings.article import Article
from tidings.dead_letter import Position
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.tags import TaggedArticle, Tags
from tidings_enrich.enrichment import Record, TaggerBrokenError
from tidings_enrich.worker import DeadLetterRefusedError, EnrichWorker

PARENT = f"00-{'a' * 32}-{'b' * 16}-01".encode()
NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def record(offset, value=None, **fields):
    article = Article(
        id=f"{offset:032x}",
        revision=1,
        content_hash="h",
        source="example-gazette",
        body="桥修好了。",
        received_at=NOW,
        **fields,
    )
    raw = article.to_bytes() if value is None else value
    return Record(Position("articles.raw", 0, offset), b"k", raw, (("trace", b"1"),))


class Kafka:
    """Inbox and outbox in one; ``log`` is what happened, in order."""

    def __init__(self, *batches, fails_on=None, refuses=()):
        self.log = []
        self.sent = []
        self._batches = list(batches)
        self._fails_on = fails_on
        self._refuses = refuses

    async def take(self):
        if not self._batches:
            await asyncio.Event().wait()
        self.log.append("take")
        return self._batches.pop(0)

    async def send(self, messages):
        topic = messages[0].topic
        if topic == self._fails_on:
            raise ConnectionError
        self.log.append(f"send {topic}")
        self.sent += messages
        return frozenset(n for n in range(len(messages)) if topic in self._refuses)

    async def acknowledge(self, records):
        self.log.append(f"acknowledge {len(records)}")


class Tagging:
    lexicon = None

    def __init__(self, *languages):
        self.languages = languages

    def tag(self, articles):
        return [Tags() for _ in articles]

    def hold(self):
        return self

    def reads_names(self, language):
        return language in (*self.languages, "und")


class BrokenTagging(Tagging):
    def tag(self, articles):
        raise RuntimeError


def build(kafka, tagging=None):
    registry = CollectorRegistry()
    worker = EnrichWorker(
        kafka,
        kafka,
        tagging or Tagging(),
        pipeline="p",
        output_topic="out",
        dead_letter_topic="dlq",
        clock=lambda: NOW,
        metrics=StageMetrics("enrich", registry, version="1"),
        liveness=Liveness(lambda: 0.0, 60),
    )
    return worker, registry


def count(registry, name, **labels):
    return registry.get_sample_value(name, {"stage": "enrich", **labels})


async def test_results_and_dead_letters_are_sent_before_anything_is_acknowledged():
    kafka = Kafka()
    worker, _ = build(kafka)
    await worker.finish_batch([record(1), record(2, b"poison"), record(3)])
    assert kafka.log == ["send out", "send dlq", "acknowledge 3"]


async def test_a_dead_letter_carries_the_message_and_where_why_and_by_whom():
    kafka = Kafka()
    worker, registry = build(kafka)
    await worker.finish_batch([record(7, b"poison")])
    (letter,) = kafka.sent
    headers = dict(letter.headers)
    assert (letter.topic, letter.key, letter.value) == ("dlq", b"k", b"poison")
    assert headers["tidings-reason"] == b"undecodable"
    assert headers["tidings-stage"] == b"enrich"
    assert headers["tidings-offset"] == b"7"
    assert headers["trace"] == b"1"
    assert count(registry, "tidings_dead_letters_total", reason="undecodable") == 1
    assert count(registry, "tidings_items_total", outcome="dead_letter") == 1


@pytest.mark.parametrize("fails_on", ["out", "dlq"])
async def test_a_send_that_fails_acknowledges_nothing(fails_on):
    kafka = Kafka(fails_on=fails_on)
    worker, registry = build(kafka)
    with pytest.raises(ConnectionError):
        await worker.finish_batch([record(1), record(2, b"poison")])
    assert not [each for each in kafka.log if each.startswith("acknowledge")]
    assert count(registry, "tidings_in_flight_items") == 0


async def test_a_broken_tagger_sends_nothing_and_acknowledges_nothing():
    kafka = Kafka([record(1)])
    worker, _ = build(kafka, BrokenTagging())
    with pytest.raises(TaggerBrokenError):
        await worker.run(asyncio.Event())
    assert kafka.log == ["take"]


async def test_a_result_that_the_broker_finds_too_large_becomes_a_dead_letter():
    kafka = Kafka(refuses=("out",))
    worker, registry = build(kafka)
    await worker.finish_batch([record(1)])
    assert kafka.log == ["send out", "send dlq", "acknowledge 1"]
    assert kafka.sent[-1].value == record(1).value
    assert count(registry, "tidings_dead_letters_total", reason="too_large") == 1


async def test_a_dead_letter_that_the_broker_refuses_is_not_dropped():
    kafka = Kafka(refuses=("dlq",))
    worker, _ = build(kafka)
    with pytest.raises(DeadLetterRefusedError):
        await worker.finish_batch([record(1, b"poison")])
    assert "acknowledge 1" not in kafka.log


async def test_a_stop_finishes_the_batch_at_hand_and_takes_no_other():
    stopping = asyncio.Event()
    kafka = Kafka([record(1)], [record(2)])

    class StopsWhileTagging(Tagging):
        def tag(self, articles):
            loop.call_soon_threadsafe(stopping.set)
            return [Tags() for _ in articles]

    loop = asyncio.get_running_loop()
    worker, _ = build(kafka, StopsWhileTagging())
    await worker.run(stopping)
    assert kafka.log == ["take", "send out", "acknowledge 1"]


async def test_a_stop_ends_the_wait_for_a_batch():
    stopping = asyncio.Event()
    worker, _ = build(Kafka())
    running = asyncio.create_task(worker.run(stopping))
    await asyncio.sleep(0)
    stopping.set()
    await running


async def test_what_was_finished_is_counted():
    worker, registry = build(Kafka())
    await worker.finish_batch([record(1), record(2)])
    assert count(registry, "tidings_items_total", outcome="enriched") == 2
    assert count(registry, "tidings_batch_items_sum") == 2
    assert count(registry, "tidings_step_seconds_count", step="commit") == 1


async def test_articles_whose_names_nobody_reads_are_counted_by_language():
    worker, registry = build(Kafka(), Tagging("zh"))
    languages = ("zh", "en", "en-GB", "fr", "tlh", "x-made-up")
    records = [record(at, language=each) for at, each in enumerate(languages)]
    await worker.finish_batch(records)
    name = "tidings_articles_without_names_total"
    counted = {each: count(registry, name, language=each) for each in ("en", "fr", "other")}
    assert counted == {"en": 2, "fr": 1, "other": 2}
    assert count(registry, name, language="zh") is None
    assert count(registry, "tidings_items_total", outcome="enriched") == 6


async def test_the_trace_goes_on_with_the_article_and_stands_in_a_dead_letter_and_its_line():
    kafka = Kafka()
    worker, _ = build(kafka)
    told = (("traceparent", PARENT), ("tidings-tries", b"1"))
    good, bad = (replace(each, headers=told) for each in (record(1), record(2, b"poison")))
    with capture_logs() as lines:
        await worker.finish_batch([good, bad])
    sent, letter = kafka.sent
    assert sent.headers == (("traceparent", PARENT),)
    assert TaggedArticle.from_bytes(sent.value).article.lineage.trace_id == "a" * 32
    assert dict(letter.headers)["traceparent"] == PARENT
    assert lines[0]["trace_id"] == "a" * 32


async def test_a_message_read_again_makes_the_same_result():
    kafka = Kafka()
    worker, _ = build(kafka)
    again = replace(record(1), headers=(("traceparent", PARENT),))
    await worker.finish_batch([again])
    await worker.finish_batch([again])
    first, second = kafka.sent
    assert first == second


async def test_the_line_of_a_dead_letter_quotes_nothing_of_the_message():
    kafka = Kafka()
    worker, _ = build(kafka)
    with capture_logs() as lines:
        await worker.finish_batch(
            [record(1, b'{"schema_version": "CANARY"}'), record(2, b'{"CANARY": 1}')]
        )
    assert [each["event"] for each in lines] == ["dead letter"] * 2
    assert "CANARY" not in str(lines)
    assert b"CANARY" in dict(kafka.sent[0].headers)["tidings-detail"]
