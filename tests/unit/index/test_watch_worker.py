"""Nothing is committed before what it gives rise to is on the topic of deliveries."""

from __future__ import annotations

import time

import pytest
from index_parts import make_record, make_tagged
from kafka.errors import KafkaError
from prometheus_client import CollectorRegistry
from watch_parts import NOW, MemoryDeliveries, MemoryWatches, make_one

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings_index.watch.book import Book, Waiting
from tidings_index.watch.delivery import Offer, name_delivery
from tidings_index.watch.index_search import Compared, UnavailableError
from tidings_index.watch.notice import read_notices
from tidings_index.watch.worker import WatchWorker


class World:
    """An inbox, an index and what was asked; ``searchable`` and ``written`` are revisions by id."""

    def __init__(self, *watches):
        self.log = []
        self.batches = []
        self.searchable = {}
        self.written = {}
        self.committed = {}
        self.matching = set()
        self.is_away = False
        self.waits = 0
        self.on_wait = lambda: None
        self.owned = True
        self.is_stopping = False
        self.topic = MemoryDeliveries(self.log)
        self.book = Book()
        self.watches = MemoryWatches(*watches)
        self.registry = CollectorRegistry()
        self.worker = WatchWorker(
            self,
            self,
            lambda partitions: self.committed,
            self.watches,
            self.topic,
            self.book,
            clock=lambda: NOW,
            metrics=StageMetrics("watch", self.registry, version="0"),
            liveness=Liveness(time.monotonic, 60),
            stopping=lambda: self.is_stopping,
        )

    def collect(self):
        return self.batches.pop(0) if self.batches else []

    def wait(self, seconds, stopping):
        self.waits += 1
        assert self.waits < 20
        self.on_wait()

    def keep_owned(self, records):
        return list(records) if self.owned else []

    def commit(self, records):
        self.log.append(("commit", [each.at.offset for each in records]))

    def find_searchable(self, ids):
        if self.is_away:
            raise UnavailableError("away")
        return {each: self.searchable[each] for each in ids if each in self.searchable}

    def find_written(self, ids):
        return {each: self.written[each] for each in ids if each in self.written}

    def compare(self, watches, ids):
        if self.is_away:
            raise UnavailableError("away")
        self.log.append(("compare", sorted(ids)))
        hits = [{"_id": each, "_source": {"revision": 1}} for each in ids if each in self.matching]
        return [Compared(each, hits) for each in watches]

    def index(self, number, *, matches=True):
        article = make_tagged(number).article
        self.searchable[article.id] = article.revision
        if matches:
            self.matching.add(article.id)
        return article.id

    def outcome(self, name):
        found = self.registry.get_sample_value(
            "tidings_items_total", {"stage": "watch", "outcome": name}
        )
        return found or 0


def test_matches_are_on_the_topic_before_anything_is_committed():
    watch = make_one()
    world = World(watch)
    article_id = world.index(1)
    world.index(2, matches=False)
    world.batches = [[make_record(1), make_record(2)]]
    assert world.worker.run_once()
    name = name_delivery(watch.id, article_id).encode()
    assert [kind for kind, _ in world.log] == ["compare", "write", "commit"]
    assert world.log[1] == ("write", [name])


def test_what_cannot_be_written_is_not_committed():
    world = World(make_one())
    world.index(1)
    world.batches = [[make_record(1)]]
    world.topic.is_away = True
    with pytest.raises(KafkaError):
        world.worker.run_once()
    assert "commit" not in {kind for kind, _ in world.log}


def test_a_correction_of_what_was_posted_or_waits_is_offered_no_second_time():
    watch = make_one()
    world = World(watch)
    article_id = world.index(1)
    world.book.note_end(name_delivery(watch.id, article_id))
    world.batches = [[make_record(1)]]
    world.worker.run_once()
    assert [kind for kind, _ in world.log] == ["compare", "commit"]


def test_an_article_is_compared_only_once_its_revision_can_be_found():
    world = World(make_one())
    tagged = make_tagged(1, revision=5)
    world.searchable = {tagged.article.id: 4}
    world.batches = [[make_record(1, tagged.to_bytes())]]
    world.on_wait = lambda: world.waits == 3 and world.searchable.update({tagged.article.id: 5})
    world.worker.run_once()
    assert world.waits == 3
    assert world.log[0] == ("compare", [tagged.article.id])


def test_what_the_index_rejected_is_waited_for_no_longer():
    world = World(make_one())
    world.batches = [[make_record(1), make_record(2)]]
    world.index(2)
    world.on_wait = lambda: world.committed.update({0: 3})
    world.worker.run_once()
    assert world.outcome("not_indexed") == 1
    assert world.log[-1] == ("commit", [1, 2])


def test_what_is_written_and_not_yet_found_is_waited_for_although_the_index_has_committed():
    world = World(make_one())
    article_id = make_tagged(1).article.id
    world.batches = [[make_record(1)]]
    world.committed = {0: 9}
    world.written = {article_id: 1}
    world.on_wait = lambda: world.waits == 4 and world.index(1)
    world.worker.run_once()
    assert world.waits == 4
    assert world.outcome("not_indexed") == 0
    assert len(world.topic.messages) == 1


def test_an_outage_is_waited_out_and_said():
    world = World(make_one())
    world.index(1)
    world.is_away = True
    world.batches = [[make_record(1)]]
    said = []

    def come_back():
        said.append(world.worker.waiting_for)
        world.is_away = world.waits < 3

    world.on_wait = come_back
    world.worker.run_once()
    assert said == ["elasticsearch (away)"] * 3
    assert world.worker.waiting_for is None
    assert world.log[-1] == ("commit", [1])


def test_told_to_stop_while_it_waits_it_commits_nothing():
    world = World(make_one())
    world.batches = [[make_record(1)]]
    world.on_wait = lambda: setattr(world, "is_stopping", True)
    world.worker.run_once()
    assert world.log == []


def test_a_partition_that_went_away_is_waited_for_no_longer():
    world = World(make_one())
    world.batches = [[make_record(1)]]
    world.on_wait = lambda: setattr(world, "owned", False)
    world.worker.run_once()
    assert world.topic.messages == []


def test_without_watches_nothing_is_asked():
    world = World(make_one(state="gone"))
    world.batches = [[make_record(1)]]
    world.worker.run_once()
    assert world.log == [("commit", [1])]
    assert world.outcome("unwatched") == 1


def test_a_watch_that_was_added_while_the_index_was_waited_for_gets_the_article():
    world = World(make_one())
    late = make_one("late")
    world.batches = [[make_record(1)]]

    def add():
        world.index(1)
        world.watches.by_id[late.id] = late

    world.on_wait = add
    world.worker.run_once()
    assert len(world.topic.messages) == 2


def test_what_is_withdrawn_while_it_waits_to_be_posted_is_posted_no_more():
    watch = make_one()
    world = World(watch)
    withdrawn = make_tagged(1, status="withdrawn", revision=9)
    name = name_delivery(watch.id, withdrawn.article.id)
    offer = Offer(
        watch=watch.id,
        watch_name="w",
        article=withdrawn.article.id,
        partition=0,
        offered_at=NOW,
        due_at=NOW,
        body="{}",
    )
    world.book.note_offer(Waiting(name, offer, 0))
    world.batches = [[make_record(1, withdrawn.to_bytes())]]
    world.worker.run_once()
    assert world.log == [("write", [f"{name}:end".encode()]), ("commit", [1])]


def test_the_latest_revision_counts_and_what_cannot_be_read_is_none():
    first, second = make_tagged(1, revision=3), make_tagged(1, revision=5)
    gone = make_tagged(2, revision=9, status="withdrawn")
    records = [
        make_record(1, second.to_bytes()),
        make_record(2, first.to_bytes()),
        make_record(3, make_tagged(2, revision=4).to_bytes()),
        make_record(4, gone.to_bytes()),
        make_record(5, b"\xff"),
        make_record(6, b"[]"),
        make_record(7, b'{"article": 7}'),
        make_record(8, b'{"article": {"id": 7, "revision": "x"}}'),
    ]
    found = read_notices(records)
    assert [(each.revision, each.record.at.offset) for each in found.published] == [(5, 1)]
    assert found.withdrawn == {gone.article.id}


def test_a_search_that_elasticsearch_refuses_is_said_on_the_watch():
    watch = make_one()
    world = World(watch)
    world.index(1)
    world.compare = lambda watches, ids: [Compared(watch, refusal="400 parsing_exception")]
    world.batches = [[make_record(1)], [make_record(2)]]
    world.index(2)
    world.worker.run_once()
    world.worker.run_once()
    assert "parsing_exception" in world.watches.by_id[watch.id].error
    assert world.watches.by_id[watch.id].failed == 1
