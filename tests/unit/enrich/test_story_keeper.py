"""The stories beside the road: told where they can be, and never in its way."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry

from tidings.article import Article
from tidings.metrics import STORIES, StageMetrics
from tidings_enrich.stories import keeper as keeper_module
from tidings_enrich.stories.book import StoryBook
from tidings_enrich.stories.keeper import REST_S, StoryKeeper
from tidings_enrich.stories.story import NoStories, Story

DAY = 86_400_000
TEXT = " ".join(f"gate{number} of the old lock was closed" for number in range(12))
OTHER = " ".join(f"train{number} came late to the new station" for number in range(12))


class Log:
    """What stands on the topic, for all who read it."""

    def __init__(self):
        self.records = []
        self.written = asyncio.Condition()


class FakeTopic:
    """A topic in memory; it can be away, refuse writes, or give nothing back."""

    def __init__(self, log):
        self.log = log
        self.is_read = False
        self.first_look = asyncio.Event()
        self.refuses = self.is_silent = False
        self.writes = 0
        self._read = 0

    async def follow(self):
        while True:
            while self._read < len(self.log.records):
                name, value = self.log.records[self._read]
                yield self._read, 1_000, name, value
                self._read += 1
            self.is_read = True
            self.first_look.set()
            async with self.log.written:
                self.log.written.notify_all()
                await self.log.written.wait()
                await self.log.written.wait_for(lambda: not self.is_silent)

    async def write(self, records):
        self.writes += 1
        if self.refuses:
            raise OSError("no broker")
        async with self.log.written:
            self.log.records += [(name.encode(), each.to_bytes()) for name, each in records.items()]
            self.log.written.notify_all()
            return len(self.log.records) - 1

    def send(self, records):
        self.log.records += [(name.encode(), each.to_bytes()) for name, each in records.items()]

    async def await_read(self, offset):
        async with self.log.written:
            await self.log.written.wait_for(lambda: self._read > offset)


class Worker:
    """A keeper with its topic and a clock that a test turns."""

    def __init__(self, log):
        self.topic = FakeTopic(log)
        self.metrics = StageMetrics("enrich", CollectorRegistry(), version="0")
        self.seconds = 100.0
        self.keeper = StoryKeeper(
            StoryBook(100, 7 * DAY),
            self.topic,
            self.metrics,
            lambda: datetime.fromtimestamp(1, UTC),
            lambda: self.seconds,
        )

    async def tell(self, *articles):
        """Return what is told of a batch, as the thread that tags hears it."""
        return await asyncio.to_thread(self.keeper.begin(articles))

    def count(self, outcome):
        return self.metrics.counter(STORIES, outcome=outcome)._value.get()


@asynccontextmanager
async def working(log):
    worker = Worker(log)
    reading = asyncio.create_task(worker.keeper.run())
    await worker.keeper.await_start()
    try:
        yield worker
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


def name(number):
    return f"{number:032x}"


def make_article(number, body=TEXT, revision=1, **more):
    return Article(
        id=name(number),
        revision=revision,
        content_hash="",
        source="gazette",
        body=body,
        received_at=datetime(2031, 5, 4, tzinfo=UTC),
        **more,
    )


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch):
    monkeypatch.setattr(keeper_module, "SETTLE_WITHIN_S", 0.1)


async def test_copies_in_one_batch_and_in_the_next_are_one_story():
    async with working(Log()) as worker:
        told = await worker.tell(make_article(1), make_article(2), make_article(3, OTHER))
        assert told[name(1)] == Story(name(1))
        assert told[name(2)] == Story(name(1), name(1))
        assert told[name(3)] == Story(name(3))
        assert (await worker.tell(make_article(4)))[name(4)] == Story(name(1), name(1))
        assert (worker.count("first"), worker.count("joined")) == (2, 2)


async def test_two_workers_tell_the_same_of_copies_that_come_at_once():
    log = Log()
    async with working(log) as one, working(log) as other:
        told = await asyncio.gather(one.tell(make_article(1)), other.tell(make_article(2)))
        stories = {story.id for each in told for story in each.values()}
        assert len(stories) == 1


async def test_a_new_worker_knows_what_the_topic_tells():
    log = Log()
    async with working(log) as worker:
        await worker.tell(make_article(1))
    async with working(log) as worker:
        assert (await worker.tell(make_article(2)))[name(2)] == Story(name(1), name(1))
        assert (await worker.tell(make_article(1)))[name(1)] == Story(name(1))
        assert len(log.records) == 2


async def test_the_latest_revision_of_a_batch_counts():
    async with working(Log()) as worker:
        await worker.tell(make_article(1, OTHER, 1), make_article(1, TEXT, 2))
        assert (await worker.tell(make_article(2)))[name(2)] == Story(name(1), name(1))


async def test_short_and_withdrawn_articles_are_told_nothing():
    async with working(Log()) as worker:
        told = await worker.tell(make_article(1, "桥修好了。"), make_article(2, status="withdrawn"))
        assert told == {}
        assert worker.count("without") == 2
        assert worker.topic.writes == 0


async def test_a_topic_that_takes_nothing_costs_one_wait_and_then_a_rest():
    async with working(Log()) as worker:
        await worker.tell(make_article(1))
        worker.topic.refuses = True
        assert (await worker.tell(make_article(2)))[name(2)] == Story(name(1), name(1))
        assert (await worker.tell(make_article(3)))[name(3)] == Story(name(1), name(1))
        assert worker.topic.writes == 2
        assert worker.count("unsettled") == 2
        worker.topic.refuses = False
        worker.seconds += REST_S
        await worker.tell(make_article(4))
        assert worker.topic.writes == 3
        assert worker.count("joined") == 1


async def test_a_topic_that_gives_nothing_back_is_waited_for_no_longer_than_was_said():
    async with working(Log()) as worker:
        worker.topic.is_silent = True
        assert (await worker.tell(make_article(1)))[name(1)] == Story(name(1))
        assert worker.count("unsettled") == 1


async def test_a_topic_that_cannot_be_read_tells_nothing_and_delays_nothing():
    async with working(Log()) as worker:
        worker.topic.is_read = False
        assert await worker.tell(make_article(1)) == {}
        assert worker.count("unavailable") == 1
        assert worker.topic.writes == 0


async def test_a_damaged_record_is_passed_over():
    log = Log()
    log.records += [(b"no id", b"{}"), (name(1).encode(), b"\xff"), (None, None)]
    async with working(log) as worker:
        assert (await worker.tell(make_article(2)))[name(2)] == Story(name(2))


async def test_a_loop_that_does_not_turn_costs_no_article():
    assert await Worker(Log()).tell(make_article(1)) == {}
    assert NoStories().begin([make_article(1)])() == {}
