"""Watches, a topic of deliveries and threads for the unit tests of the watch stage."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from kafka.errors import KafkaTimeoutError
from prometheus_client import CollectorRegistry

from tidings.metrics import StageMetrics
from tidings_index.watch.answers import Delivered
from tidings_index.watch.book import Book
from tidings_index.watch.courier import Courier
from tidings_index.watch.delivery import Offer, name_delivery, write_key
from tidings_index.watch.delivery_topic import Read
from tidings_index.watch.entry import Question, make_watch
from tidings_index.watch.post import Posted

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
ARTICLE = "a" * 32
DELIVERED = Posted(Delivered(204))


def make_one(name="bridges", url="https://receiver.example/hook", **fields):
    """Return a watch; fields are those of the watch or of its question."""
    question = Question(**{key: fields.pop(key) for key in list(fields) if key in QUESTION})
    watch, _ = make_watch(
        name,
        question,
        url,
        allow_private=fields.pop("allow_private", False),
        created_at=fields.pop("created_at", NOW),
    )
    return watch.model_copy(update=fields)


QUESTION = set(Question.model_fields)


def make_offer(watch, article=ARTICLE, **fields):
    given = {
        "watch": watch.id,
        "watch_name": watch.name,
        "article": article,
        "partition": 0,
        "offered_at": NOW,
        "due_at": NOW,
        "body": "{}",
    }
    return Offer(**{**given, **fields})


class MemoryDeliveries:
    """The topic; what is written comes back with the next reading. ``is_away`` refuses writing."""

    name = "watches.deliveries"

    def __init__(self, log):
        self.is_read = True
        self.is_away = False
        self.messages = []
        self._next = 0
        self._log = log

    def read(self, wait_s):
        found, self._next = self.messages[self._next :], len(self.messages)
        return found

    def write(self, messages):
        if self.is_away:
            raise KafkaTimeoutError("away")
        self._log.append(("write", [each.key for each in messages]))
        for each in messages:
            self.messages.append(Read(len(self.messages), each.key, each.value, each.headers))
        return list(range(len(self.messages) - len(messages), len(self.messages)))

    def offer(self, watch, article=ARTICLE, headers=(), **fields):
        name = name_delivery(watch.id, article)
        value = make_offer(watch, article, **fields).to_bytes()
        self.messages.append(Read(len(self.messages), write_key(name), value, tuple(headers)))
        return name


class MemoryWatches:
    def __init__(self, *watches):
        self.by_id = {each.id: each for each in watches}

    def read(self):
        return self.by_id

    def note(self, tallies):
        for name, tally in tallies.items():
            if name in self.by_id:
                self.by_id[name] = tally.add_to(self.by_id[name])


class Box:
    def __init__(self, log):
        self.letters = []
        self.is_away = False
        self._log = log

    def put(self, letters):
        if self.is_away:
            raise KafkaTimeoutError("away")
        self._log.append(("letter", [each.key for each in letters]))
        self.letters += letters


class Round:
    """A courier whose posts are answered by ``answers``, by the address; and what it did."""

    def __init__(self, *watches, retry_after_s=(10.0, 20.0)):
        self.now = NOW
        self.log = []
        self.topic = MemoryDeliveries(self.log)
        self.box = Box(self.log)
        self.watches = MemoryWatches(*watches)
        self.book = Book()
        self.partitions = frozenset((0,))
        self.posts = []
        self.answers = {}
        self.hanging = []
        self.hangs = False
        self.registry = CollectorRegistry()
        self.courier = Courier(
            self.topic,
            self.box,
            self.watches,
            self._post,
            self,
            self.book,
            partitions=lambda: self.partitions,
            clock=lambda: self.now,
            metrics=StageMetrics("watch", self.registry, version="0"),
            retry_after_s=retry_after_s,
            fraction=lambda: 1.0,
        )

    def submit(self, work):
        future = Future()
        if self.hangs:
            self.hanging.append((future, work))
        else:
            future.set_result(work())
        return future

    def release(self):
        for future, work in self.hanging:
            future.set_result(work())
        self.hanging = []

    def _post(self, watch, name, body):
        self.log.append(("post", name))
        self.posts.append((watch.name, name, body))
        answers = self.answers.get(watch.name)
        return answers.pop(0) if answers else DELIVERED

    def run(self, times=1, after_s=0):
        for _ in range(times):
            self.now += timedelta(seconds=after_s)
            self.courier.run_once()

    def count(self, name, **labels):
        found = self.registry.get_sample_value(name, {"stage": "watch", **labels})
        return found or 0
