"""How far may be committed, whatever is finished first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from index_parts import TOPIC, make_record

from tidings_index.offset_ledger import OffsetLedger
from tidings_index.records import Partition

FIRST, SECOND = Partition(TOPIC, 0), Partition(TOPIC, 1)


def record(offset, partition=0, claim=0):
    return make_record(offset, b"v", partition=partition, claim=claim)


def ledger_with(*records):
    ledger = OffsetLedger()
    ledger.gain([FIRST, SECOND])
    ledger.take(records)
    return ledger


def test_one_past_the_last_is_due_when_all_is_finished_and_only_until_it_is_committed():
    records = [record(4), record(6), record(9, partition=1)]
    ledger = ledger_with(*records)
    assert ledger.list_due() == {}
    ledger.finish(records)
    assert ledger.list_due() == {FIRST: 7, SECOND: 10}
    ledger.note_committed({FIRST: 7})
    assert ledger.list_due() == {SECOND: 10}


def test_an_older_commit_does_not_settle_what_became_due_since():
    ledger = ledger_with(record(1), record(2))
    ledger.finish([record(1)])
    due = ledger.list_due()
    ledger.finish([record(2)])
    ledger.note_committed(due)
    assert ledger.list_due() == {FIRST: 3}


def test_what_went_away_is_forgotten_and_does_not_count_when_it_comes_back():
    ledger = ledger_with(record(1), record(2))
    ledger.finish([record(1)])
    ledger.lose([FIRST])
    assert (ledger.list_due(), ledger.partitions()) == ({}, {SECOND})
    ledger.gain([FIRST])
    ledger.finish([record(2)])
    assert ledger.list_due() == {}
    again = record(1, claim=ledger.claim(FIRST))
    ledger.take([record(2), again])
    ledger.finish([again])
    assert ledger.list_due() == {FIRST: 2}


def test_a_partition_that_is_told_of_twice_keeps_its_account():
    ledger = ledger_with(record(1))
    ledger.gain([FIRST])
    ledger.finish([record(1)])
    assert ledger.list_due() == {FIRST: 2}


@given(st.sets(st.integers(0, 40)).map(sorted), st.randoms(use_true_random=False))
def test_in_whatever_order_records_are_finished_the_first_unfinished_one_is_the_limit(
    offsets, random
):
    ledger = ledger_with(*map(record, offsets))
    unfinished = list(offsets)
    for offset in random.sample(offsets, len(offsets)):
        ledger.finish([record(offset)])
        unfinished.remove(offset)
        finished = [each for each in offsets if each < min(unfinished, default=99)]
        assert ledger.list_due() == ({FIRST: finished[-1] + 1} if finished else {})
