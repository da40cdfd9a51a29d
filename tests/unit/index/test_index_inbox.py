"""What may be committed, and what a rebalance takes away."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace

import pytest
from index_parts import TOPIC, make_record
from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    KafkaTimeoutError,
)

from tidings.dead_letter import Position
from tidings.settings import KafkaSettings
from tidings_index import inbox
from tidings_index.rebalance import Rebalance
from tidings_index.records import count_bytes, read_record

FIRST, SECOND = TopicPartition(TOPIC, 0), TopicPartition(TOPIC, 1)


def message(offset, partition=0):
    return SimpleNamespace(
        topic=TOPIC, partition=partition, offset=offset, key=b"k", value=b"v", headers=[]
    )


def run(coroutine):
    """Drive a coroutine to its end; where it sleeps, it goes on at once."""
    deque(coroutine.__await__(), maxlen=0)


class Consumer:
    """A consumer whose polls are scripted; a script entry may also rebalance."""

    def __init__(self):
        self.polls = []
        self.commits = []
        self.paused = set()
        self.owned = {FIRST, SECOND}
        self.failures = 0
        self.kept_joining = []
        self.polled = 0
        self.patience = []
        self.last_commits = {}
        self.sought = []

    def subscribe(self, topics, listener):
        self.listener = listener
        self.assign(*self.owned)

    def assign(self, *partitions):
        run(self.listener.on_partitions_assigned(partitions))

    def revoke(self, *partitions):
        run(self.listener.on_partitions_revoked(partitions))

    def poll(self, timeout_ms, max_records):
        self.polled += 1
        self.patience.append(timeout_ms)
        entry = self.polls.pop(0) if self.polls else []
        messages = entry() if callable(entry) else entry
        by_partition = {}
        for each in messages[:max_records]:
            by_partition.setdefault(TopicPartition(TOPIC, each.partition), []).append(each)
        return by_partition

    def committed(self, partition, metadata, timeout_ms):
        if self.failures:
            self.failures -= 1
            raise KafkaTimeoutError
        at = self.last_commits.get(partition)
        return None if at is None else OffsetAndMetadata(at, "", -1)

    def seek(self, partition, offset):
        self.sought.append((partition.partition, offset))

    def seek_to_beginning(self, partition):
        self.sought.append((partition.partition, 0))

    def commit(self, offsets, timeout_ms):
        if self.failures:
            self.failures -= 1
            raise KafkaTimeoutError
        self.commits.append({each.partition: at.offset for each, at in offsets.items()})

    def assignment(self):
        return self.owned

    def pause(self, *partitions):
        self.paused |= set(partitions)

    def resume(self, *partitions):
        self.paused -= set(partitions)


@pytest.fixture
def consumer(monkeypatch):
    made = Consumer()
    monkeypatch.setattr(inbox, "open_group_consumer", lambda *_, **__: made)
    monkeypatch.setattr(inbox, "keep_joining", lambda consumer: consumer.kept_joining.append(1))
    ticks = iter(range(10**6))
    monkeypatch.setattr(inbox.time, "monotonic", lambda: next(ticks))
    return made


@pytest.fixture
def box(consumer):
    made = inbox.KafkaInbox(
        KafkaSettings(), topic=TOPIC, group="g", max_items=4, max_bytes=100, max_wait_s=5
    )
    # The first poll is that of the assignment.
    assert made.collect() == []
    consumer.sought.clear()
    return made


def offsets_of(records):
    return [each.at.offset for each in records]


def test_a_batch_ends_at_its_number_of_items(box, consumer):
    consumer.polls = [[message(1), message(2)], [message(n) for n in (3, 4, 5)]]
    assert offsets_of(box.collect()) == [1, 2, 3, 4]


def test_a_batch_ends_when_its_time_is_over(box, consumer):
    consumer.polls = [[message(1)]]
    assert offsets_of(box.collect()) == [1]


def test_a_poll_is_longer_while_nothing_is_there_to_be_held_up(box, consumer):
    consumer.polls = [[], [message(1)], [message(2)]]
    consumer.patience.clear()
    box.collect()
    first, second, third, *_ = consumer.patience
    assert first == second > third


def test_each_poll_may_end_in_the_middle_of_a_rebalance_which_is_then_gone_on_with(box, consumer):
    box.collect()
    box.wait(3, lambda: False)
    assert len(consumer.kept_joining) == consumer.polled > 1


def test_one_past_the_last_of_each_partition_is_committed(box, consumer):
    consumer.polls = [[message(4), message(5), message(9, partition=1)]]
    box.commit(box.collect())
    assert consumer.commits == [{0: 6, 1: 10}]


def test_a_commit_that_failed_is_made_up_for_although_nothing_new_comes(box, consumer):
    consumer.polls = [[message(4)]]
    consumer.failures = 1
    box.commit(box.collect())
    assert consumer.commits == []
    assert box.collect() == []
    assert consumer.commits == [{0: 5}]
    box.collect()
    assert len(consumer.commits) == 1


def test_a_commit_that_failed_is_not_made_up_for_on_a_partition_that_went_away(box, consumer):
    consumer.polls = [[message(4), message(9, partition=1)]]
    consumer.failures = 1
    box.commit(box.collect())
    consumer.revoke(FIRST)
    box.collect()
    assert consumer.commits == [{1: 10}]


def test_what_is_read_while_waiting_comes_with_the_next_batch_and_everything_is_paused(
    box, consumer
):
    paused = []

    def late():
        paused.append(set(consumer.paused))
        return [message(7)]

    consumer.polls = [late]
    box.wait(2, lambda: False)
    assert paused == [{FIRST, SECOND}]
    assert consumer.paused == set()
    assert offsets_of(box.collect()) == [7]


def test_a_partition_that_comes_while_waiting_is_paused_too(box, consumer):
    third = TopicPartition(TOPIC, 2)
    seen = []

    def rebalance():
        consumer.assign(third)
        seen.append(third in consumer.paused)
        return []

    consumer.polls = [rebalance]
    box.wait(2, lambda: False)
    assert seen == [True]


@pytest.mark.parametrize("error", [ConnectionResetError(104, "reset"), KafkaConnectionError()])
def test_where_kafka_breaks_off_all_is_read_again_from_what_was_committed(box, consumer, error):
    consumer.polls = [[message(4)]]
    read = box.collect()
    consumer.last_commits = {FIRST: 4}

    def breaks_off():
        raise error

    consumer.polls = [[message(5)], breaks_off, [], [message(4), message(5)]]
    again = box.collect()
    assert sorted(consumer.sought) == [(0, 4), (1, 0)]
    assert offsets_of(again) == [4, 5]
    box.commit(read)
    assert consumer.commits == []
    box.commit(again)
    assert consumer.commits == [{0: 6}]


def test_what_no_second_try_can_help_ends_the_stage(box, consumer):
    def is_refused():
        raise GroupAuthorizationFailedError

    consumer.polls = [is_refused]
    with pytest.raises(GroupAuthorizationFailedError):
        box.collect()


def test_a_wait_ends_when_told_to_stop(box, consumer):
    box.wait(10**9, lambda: True)
    assert consumer.paused == set()


def test_a_partition_that_went_away_and_came_back_is_not_committed_for_what_was_before(
    box, consumer
):
    consumer.polls = [[message(4), message(9, partition=1)]]
    records = box.collect()
    run(consumer.listener.on_partitions_lost([FIRST]))
    consumer.assign(FIRST)
    assert offsets_of(box.keep_owned(records)) == [9]
    box.commit(records)
    assert consumer.commits == [{1: 10}]


def test_what_was_read_ahead_of_a_lost_partition_is_dropped(box, consumer):
    consumer.polls = [[message(7), message(8, partition=1)]]
    box.wait(2, lambda: False)
    consumer.revoke(SECOND)
    assert offsets_of(box.collect()) == [7]
    assert box.partitions() == {0}


def test_a_partition_that_stays_in_a_rebalance_is_read_again_from_what_was_committed(box, consumer):
    def rebalance():
        consumer.revoke(FIRST, SECOND)
        consumer.assign(FIRST)
        # Read ahead from where the partition was read to before.
        return [message(7)]

    consumer.last_commits = {FIRST: 4}
    consumer.polls = [[message(4), message(5)], rebalance, [message(4)], [message(5)]]
    records = box.collect()
    assert consumer.sought == [(0, 4)]
    # What was read before is dropped.
    assert offsets_of(records) == [4, 5]
    assert box.keep_owned(records) == records


def test_a_new_partition_is_left_alone_until_its_offset_is_known(box, consumer):
    def rebalance():
        consumer.revoke(FIRST, SECOND)
        consumer.assign(FIRST)
        return []

    consumer.failures = 2
    consumer.polls = [rebalance, [message(7)], [message(8)], [message(4)]]
    assert offsets_of(box.collect()) == [4]
    assert consumer.sought == [(0, 0)]


def test_a_batch_behind_one_that_is_unfinished_is_not_committed_before_it(box, consumer):
    consumer.polls = [[message(n) for n in (1, 2, 3, 4)], [message(5), message(9, partition=1)]]
    first, second = box.collect(), box.collect()
    box.commit(second)
    assert consumer.commits == [{1: 10}]
    box.commit(first)
    assert consumer.commits == [{1: 10}, {0: 6}]


class Sleeping:
    """Stands for the loop's sleep: gives way once."""

    def __await__(self):
        yield


def test_a_partition_goes_only_when_nothing_is_being_written(monkeypatch):
    slept = []
    monkeypatch.setattr(
        "tidings_index.rebalance.sleep_on_loop", lambda *_: slept.append(1) or Sleeping()
    )
    gone = []
    share = SimpleNamespace(lose=gone.append)
    listener = Rebalance(share, consumer=None, is_settled=lambda: len(slept) == 3)
    going = listener.on_partitions_revoked([FIRST])
    for number in range(3):
        going.send(None)
        assert (gone, len(slept)) == ([], number + 1)
    run(going)
    assert gone == [[FIRST]]


def test_a_bulk_that_hangs_does_not_hold_a_rebalance_up_for_ever(monkeypatch):
    monkeypatch.setattr("tidings_index.rebalance.sleep_on_loop", lambda *_: Sleeping())
    gone = []
    listener = Rebalance(SimpleNamespace(lose=gone.append), None, lambda: False)
    run(listener.on_partitions_revoked([FIRST]))
    assert gone == [[FIRST]]


def test_bytes_are_those_of_the_values_and_a_message_without_one_has_none():
    empty = make_record(1, b"")
    assert count_bytes([make_record(1, b"abc"), empty, make_record(2, b"de")]) == 5


def test_a_record_knows_where_it_stands():
    raw = SimpleNamespace(
        topic="t", partition=2, offset=9, key=None, value=None, headers=[("a", b"1")]
    )
    record = read_record(raw, 3)
    assert record.at == Position("t", 2, 9)
    assert (record.key, record.value, record.headers) == (None, None, (("a", b"1"),))
    assert record.claim == 3
