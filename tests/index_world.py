"""A topic, a group, an index and dead letters in memory, in which the real worker goes about.

Nothing happens by itself: a bulk comes back when it is told to, a rebalance comes with the next
poll. Each message says by its value where it stands, so that what was written is known for what it
is.
"""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future
from types import SimpleNamespace

from index_parts import NOW, TOPIC, make_tagged
from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaTimeoutError
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.outcome import Ok, Reject, Retry
from tidings.settings import KafkaSettings
from tidings.tags import Tags
from tidings_index.inbox import KafkaInbox
from tidings_index.overtaking import settle_overtaken
from tidings_index.worker import Worker

PARTITIONS = tuple(TopicPartition(TOPIC, number) for number in range(3))
MOST, BATCH = 2, 3
POISON, REFUSED = "poison", "refused"


class World:
    """What outlives a worker, and what must hold; ``finished`` is what may be committed."""

    def __init__(self):
        self.messages = {each: [] for each in PARTITIONS}
        self.ids = {}
        self.committed = dict.fromkeys(PARTITIONS, 0)
        self.finished = set()
        self.index = {}
        self.owned = frozenset()
        self.coming = frozenset(PARTITIONS)
        self.eagerness = 0
        self.failing = 0
        self.letters_fail = False

    def push(self, partition, number, kind):
        """Append a message of the article ``number``, all of whose revisions are the same."""
        place = (partition, len(self.messages[partition]))
        headline = f"{kind} {partition.partition} {place[1]}"
        tagged = make_tagged(number, tags=Tags(), revision=1, headline=headline, body="")
        self.messages[partition].append(b"poison" if kind == POISON else tagged.to_bytes())
        self.ids[place] = None if kind == POISON else tagged.article.id

    def write(self, document, is_busy):
        """Return what becomes of a document, and keep it in the index as it came last."""
        kind, place = read_headline(document)
        assert self.ids[place] == document.id
        assert place[0] in self.owned, "written beside the next owner"
        if is_busy:
            return Retry("busy")
        if kind == REFUSED:
            return Reject("mapping", "why")
        self.index[document.id] = place
        self.finished.add(place)
        return Ok("indexed")

    def put(self, letters):
        if self.letters_fail:
            raise KafkaTimeoutError
        for each in letters:
            headers = dict(each.headers)
            partition = PARTITIONS[int(headers["tidings-partition"])]
            self.finished.add((partition, int(headers["tidings-offset"])))

    def is_indexable(self, place):
        partition, offset = place
        return self.ids[place] is not None and b"refused" not in self.messages[partition][offset]

    def work_elsewhere(self):
        """Let the next owner of what is not ours finish as much of it as it is eager to."""
        for partition in self.messages.keys() - self.owned:
            begin = self.committed[partition]
            for offset in range(begin, len(self.messages[partition]))[: self.eagerness]:
                place = (partition, offset)
                self.finished.add(place)
                if self.is_indexable(place):
                    self.index[self.ids[place]] = place
                self.committed[partition] = offset + 1


def read_headline(document):
    """Return the kind, and partition and offset, of the message that a document was made of."""
    kind, number, offset = json.loads(document.body)["headline"].split()
    return kind, (PARTITIONS[int(number)], int(offset))


class GroupConsumer:
    """What the inbox takes for kafka-python's consumer, on the messages of a world."""

    def __init__(self, world):
        self._world = world
        self._position = {}
        self._paused = set()

    def subscribe(self, topics, listener):
        self._listener = listener

    def poll(self, timeout_ms, max_records):
        world = self._world
        if world.coming != world.owned:
            # As kafka-python 3.0: all are revoked, and those that stay are read on from where
            # they were.
            self._tell(self._listener.on_partitions_revoked, world.owned)
            stayed = world.owned & world.coming
            self._position = {
                each: self._position[each] if each in stayed else world.committed[each]
                for each in world.coming
            }
            world.owned = world.coming
            world.work_elsewhere()
            self._tell(self._listener.on_partitions_assigned, world.owned)
        polled = {}
        for partition in sorted(world.owned - self._paused):
            begin = self._position[partition]
            values = world.messages[partition][begin : begin + max_records]
            max_records -= len(values)
            self._position[partition] = begin + len(values)
            if values:
                polled[partition] = [
                    SimpleNamespace(
                        topic=TOPIC,
                        partition=partition.partition,
                        offset=begin + place,
                        key=b"k",
                        value=value,
                        headers=[],
                    )
                    for place, value in enumerate(values)
                ]
        return polled

    def committed(self, partition, metadata, timeout_ms):
        self._fail()
        return OffsetAndMetadata(self._world.committed[partition], "", -1)

    def seek(self, partition, offset):
        self._position[partition] = offset

    def commit(self, offsets, timeout_ms):
        self._fail()
        for partition, at in offsets.items():
            assert partition in self._world.owned, "committed what is not owned"
            behind = {(partition, offset) for offset in range(at.offset)}
            assert behind <= self._world.finished, "committed past unfinished work"
            assert at.offset >= self._world.committed[partition], "committed backwards"
            self._world.committed[partition] = at.offset

    def assignment(self):
        return self._world.owned

    def pause(self, *partitions):
        self._paused |= set(partitions)

    def resume(self, *partitions):
        self._paused -= set(partitions)

    def _fail(self):
        if self._world.failing:
            self._world.failing -= 1
            raise KafkaTimeoutError

    def _tell(self, callback, partitions):
        deque(callback(partitions).__await__(), maxlen=0)


class HeldFlights:
    """Bulks that stay away until told to ``land``."""

    def __init__(self, world):
        self._world = world
        self.away = []

    def send(self, documents):
        ids = {each.id for each in documents}
        assert len(self.away) < MOST, "too many bulks at once"
        for _, others in self.away:
            assert ids.isdisjoint(each.id for each in others), "an article overtakes itself"
        flight = Future()
        self.away.append((flight, documents))
        return flight

    def await_any(self, flights, seconds):
        return any(each.done() for each in flights)

    def land(self, number=0, busy=()):
        """Let a bulk come back; the items at the places ``busy`` have to be tried again."""
        flight, documents = self.away.pop(number)
        outcomes = [self._world.write(each, place in busy) for place, each in enumerate(documents)]
        settled = settle_overtaken(documents, outcomes)
        for document, outcome in zip(documents, settled, strict=True):
            if outcome == Ok("stale"):
                _, place = read_headline(document)
                self._world.finished.add(place)
        flight.set_result(settled)

    def is_empty(self):
        """Let a rebalance wait: what is away comes back meanwhile."""
        while self.away:
            self.land()
        return True


def start_worker(world):
    """Return a worker that begins at what was committed, and its flights."""
    flights = HeldFlights(world)
    inbox = KafkaInbox(
        KafkaSettings(),
        topic=TOPIC,
        group="g",
        max_items=BATCH,
        max_bytes=1_000_000,
        max_wait_s=4,
        is_settled=flights.is_empty,
    )
    worker = Worker(
        inbox,
        flights,
        world,
        most=MOST,
        clock=lambda: NOW,
        metrics=StageMetrics("index", CollectorRegistry(), version="1"),
        liveness=Liveness(lambda: 0.0, 60),
        stopping=lambda: False,
    )
    return worker, flights
