"""The order of the worker's steps, and what each failure leaves behind."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from index_parts import NOW, TOPIC, make_record, make_tagged
from kafka.errors import KafkaTimeoutError
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.outcome import Ok, Reject, Retry, Stop
from tidings_index.settlement import StageStoppedError
from tidings_index.worker import Worker

DONE = Ok("indexed")


class World:
    """Inbox, flights and box in one; ``log`` is what happened, in order.

    ``script`` gives the outcomes of each write; what it does not name is indexed. While ``is_slow``
    a write comes back with ``land`` alone, else at once.
    """

    def __init__(self, *batches, script=(), stop_after_waits=None, letters_fail=False):
        self.log = []
        self.written = []
        self.letters = []
        self.committed = []
        self.is_slow = False
        self.away = []
        self.lost_partitions = set()
        self.while_waiting = lambda: None
        self._batches = list(batches)
        self._script = list(script)
        self._stop_after_waits = stop_after_waits
        self._letters_fail = letters_fail

    def collect(self):
        return self._batches.pop(0) if self._batches else []

    def send(self, documents):
        self.log.append(f"write {len(documents)}")
        self.written.append([int(each.id, 16) for each in documents])
        flight = Future()
        outcomes = self._script.pop(0) if self._script else [DONE] * len(documents)
        self.away.append((flight, outcomes))
        if not self.is_slow:
            self.land()
        return flight

    def land(self, number=0):
        """Let what was sent as such a number of those still away come back."""
        flight, outcomes = self.away.pop(number)
        flight.set_result(outcomes)

    def await_any(self, flights, seconds):
        return any(each.done() for each in flights)

    def wait(self, seconds, stopping):
        self.log.append("wait")
        self.while_waiting()

    def stopping(self):
        return self._stop_after_waits is not None and (
            self.log.count("wait") >= self._stop_after_waits
        )

    def keep_owned(self, records):
        return [each for each in records if each.at.partition not in self.lost_partitions]

    def put(self, letters):
        if self._letters_fail:
            raise KafkaTimeoutError
        self.log.append(f"bury {len(letters)}")
        self.letters += letters

    def commit(self, records):
        self.log.append("commit")
        self.committed += [each.at.offset for each in self.keep_owned(records)]


def build(world):
    registry = CollectorRegistry()
    clock = [0.0]
    liveness = Liveness(lambda: clock[0], 60)
    worker = Worker(
        world,
        world,
        world,
        most=2,
        clock=lambda: NOW,
        metrics=StageMetrics("index", registry, version="1"),
        liveness=liveness,
        stopping=world.stopping,
    )
    return worker, registry


def work(worker, turns=10):
    for _ in range(turns):
        worker.take_turn()


def count(registry, name, **labels):
    return registry.get_sample_value(name, {"stage": "index", **labels})


def test_a_batch_is_written_then_committed():
    world = World([make_record(1), make_record(2)])
    worker, registry = build(world)
    work(worker)
    assert world.log == ["write 2", "commit"]
    assert world.committed == [1, 2]
    assert count(registry, "tidings_items_total", outcome="indexed") == 2
    assert count(registry, "tidings_in_flight_items") == 0


def test_without_records_nothing_happens():
    world = World()
    worker, _ = build(world)
    work(worker)
    assert world.log == []


def test_a_rejected_document_is_buried_before_anything_is_committed():
    script = [[DONE, Reject("mapping", "why"), DONE]]
    world = World([make_record(1), make_record(2), make_record(3)], script=script)
    worker, registry = build(world)
    work(worker)
    assert world.log == ["write 3", "bury 1", "commit"]
    assert world.committed == [1, 2, 3]
    assert count(registry, "tidings_dead_letters_total", reason="mapping") == 1
    assert count(registry, "tidings_items_total", outcome="dead_letter") == 1


def test_an_unreadable_message_is_buried_and_its_neighbours_go_on():
    world = World([make_record(1), make_record(2, b"poison"), make_record(3)])
    worker, _ = build(world)
    work(worker)
    assert world.written == [[1, 3]]
    assert world.log == ["write 2", "bury 1", "commit"]


def test_a_batch_of_nothing_but_poison_is_buried_without_a_write():
    world = World([make_record(1, b"poison"), make_record(2, b"")])
    worker, _ = build(world)
    work(worker)
    assert world.log == ["bury 2", "commit"]


def test_a_dead_letter_carries_the_message_and_where_why_and_by_whom():
    world = World([make_record(7, b"poison", partition=3)])
    worker, _ = build(world)
    work(worker)
    (letter,) = world.letters
    headers = dict(letter.headers)
    assert (letter.key, letter.value) == (b"k", b"poison")
    assert headers["tidings-stage"] == b"index"
    assert headers["tidings-reason"] == b"undecodable"
    assert headers["tidings-topic"] == TOPIC.encode()
    assert headers["tidings-partition"] == b"3"
    assert headers["tidings-offset"] == b"7"
    assert headers["trace"] == b"1"


def test_a_dead_letter_that_is_not_acknowledged_commits_nothing():
    world = World([make_record(1), make_record(2, b"poison")], letters_fail=True)
    worker, registry = build(world)
    with pytest.raises(KafkaTimeoutError):
        worker.run()
    assert "commit" not in world.log
    assert count(registry, "tidings_in_flight_items") == 0


def test_what_is_to_be_tried_again_is_tried_in_order_and_committed_last():
    busy = Retry("busy")
    world = World(
        [make_record(n) for n in (1, 2, 3, 4)],
        script=[[busy, DONE, busy, busy], [DONE, busy, DONE]],
    )
    worker, registry = build(world)
    work(worker)
    assert world.written == [[1, 2, 3, 4], [1, 3, 4], [3]]
    assert world.log == ["write 4", "wait", "write 3", "wait", "write 1", "commit"]
    assert count(registry, "tidings_retries_total", reason="busy") == 4
    assert worker.waiting_for is None


def test_while_elasticsearch_is_away_the_worker_says_what_it_waits_for():
    world = World([make_record(1)], script=[[Retry("unreachable")]])
    worker, _ = build(world)
    said = []
    world.while_waiting = lambda: said.append(worker.waiting_for)
    work(worker)
    assert said == ["elasticsearch (unreachable)"]


def test_a_stop_while_elasticsearch_is_away_leaves_the_batch_uncommitted():
    away = [[Retry("unreachable"), Retry("unreachable")]] * 5
    batch = [make_record(1), make_record(2, b"poison"), make_record(3)]
    world = World(batch, script=away, stop_after_waits=2)
    worker, registry = build(world)
    worker.run()
    assert world.log == ["write 2", "wait", "write 2", "wait"]
    assert world.committed == []
    assert count(registry, "tidings_in_flight_items") == 0


def test_an_answer_that_is_on_no_list_commits_nothing():
    world = World([make_record(1), make_record(2)], script=[[DONE, Stop("what is this")]])
    worker, _ = build(world)
    with pytest.raises(StageStoppedError, match="what is this"):
        work(worker)
    assert "commit" not in world.log


def test_records_of_a_partition_that_went_away_are_neither_tried_again_nor_committed():
    busy = Retry("busy")
    world = World([make_record(1), make_record(2, partition=1)], script=[[busy, busy]])
    world.while_waiting = lambda: world.lost_partitions.add(1)
    worker, _ = build(world)
    work(worker)
    assert world.written == [[1, 2], [1]]
    assert world.committed == [1]


def test_a_known_later_revision_counts_as_done_and_is_no_new_document():
    world = World([make_record(1)], script=[[Ok("stale")]])
    worker, registry = build(world)
    work(worker)
    assert world.committed == [1]
    assert count(registry, "tidings_items_total", outcome="stale") == 1


def make_revision(offset, number, **place):
    """Return a record of the article ``number``; its revision is the offset."""
    return make_record(offset, make_tagged(number, revision=offset).to_bytes(), **place)


def slow_world(*batches, **given):
    world = World(*batches, **given)
    world.is_slow = True
    return world


def test_a_second_batch_is_collected_and_sent_while_the_first_is_away_and_no_third():
    world = slow_world([make_record(1)], [make_record(2)], [make_record(3)])
    worker, registry = build(world)
    work(worker, 4)
    assert world.written == [[1], [2]]
    assert count(registry, "tidings_in_flight_items") == 2
    # Nothing comes back, so the group is shown that the worker is there.
    assert "wait" in world.log
    world.land()
    work(worker, 2)
    assert world.written == [[1], [2], [3]]
    assert world.committed == [1]


def test_an_article_that_is_away_is_waited_for_by_its_next_revision_and_by_nothing_else():
    world = slow_world(
        [make_revision(1, 7), make_revision(2, 8)], [make_revision(3, 9), make_revision(4, 7)]
    )
    worker, _ = build(world)
    work(worker, 4)
    assert world.written == [[7, 8], [9]]
    world.land(1)
    work(worker, 2)
    assert world.written == [[7, 8], [9]]
    world.land()
    work(worker, 2)
    assert world.written == [[7, 8], [9], [7]]
    assert world.committed == [1, 2]
    world.land()
    work(worker, 2)
    assert world.committed == [1, 2, 3, 4]


def test_an_article_that_has_to_be_tried_again_is_waited_for_too():
    busy = Retry("busy")
    world = slow_world(
        [make_revision(1, 7), make_revision(2, 8)],
        [make_revision(3, 9), make_revision(4, 7)],
        script=[[busy, DONE]],
    )
    worker, _ = build(world)
    work(worker, 3)
    world.land()
    world.land()
    work(worker, 3)
    assert world.written == [[7, 8], [9], [7]]
    world.land()
    work(worker, 2)
    assert world.written == [[7, 8], [9], [7], [7]]


def test_nothing_is_collected_or_sent_while_something_has_to_be_tried_again():
    world = slow_world(
        [make_record(1)], [make_record(2)], [make_record(3)], script=[[Retry("busy")]]
    )
    worker, _ = build(world)
    work(worker, 3)
    world.land()
    work(worker, 3)
    # The second is still away, and waited for before the first is tried again.
    assert world.written == [[1], [2]]
    assert worker.waiting_for is None
    world.land()
    work(worker, 1)
    assert world.committed == [2]
    work(worker, 1)
    assert world.written == [[1], [2], [1]]


def test_a_stop_waits_for_what_is_away_and_commits_it():
    world = slow_world([make_record(1)], [make_revision(2, 1)], stop_after_waits=1)
    world.while_waiting = world.land
    world.await_any = lambda flights, seconds: world.land() or True
    worker, registry = build(world)
    worker.take_turn()
    worker.take_turn()
    world.log.append("wait")
    worker.run()
    # The second waits for the first, and is sent although the stop has come: it needs no retry.
    assert world.written == [[1], [1]]
    assert world.committed == [1, 2]
    assert count(registry, "tidings_in_flight_items") == 0


def test_an_answer_on_no_list_to_one_of_two_bulks_ends_the_stage():
    world = slow_world([make_record(1)], [make_record(2)], script=[[DONE], [Stop("what is this")]])
    worker, _ = build(world)
    work(worker, 2)
    world.land(1)
    with pytest.raises(StageStoppedError, match="what is this"):
        work(worker)
    assert "commit" not in world.log


def test_the_refusals_of_a_partition_that_went_away_are_left_to_its_next_owner():
    world = slow_world([make_record(1), make_record(2, b"poison", partition=1)])
    worker, _ = build(world)
    worker.take_turn()
    world.lost_partitions.add(1)
    world.land()
    work(worker)
    assert world.letters == []
    assert world.committed == [1]
