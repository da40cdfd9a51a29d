"""The topic is read from where it was left, in batches, and each batch says how far it came."""

from __future__ import annotations

import pytest
from index_parts import NOW, make_document, make_tagged
from memory_log import MemoryLog

from tidings.dlq.ports import Stretch
from tidings.outcome import Ok, Reject, Retry, Stop
from tidings_index.reindex import report, topic_reading
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.pages import GOOD_BYTES, MOST_ITEMS, adapt_page
from tidings_index.reindex.patient_writer import GIVE_UP_AFTER_S, PatientWriter
from tidings_index.reindex.report import Report
from tidings_index.reindex.topic_reading import find_stretches, read_round
from tidings_index.reindex.verification import Lack

TOPIC = "t"


class Shelf:
    """Takes documents; ``answers`` are the outcomes of the first tries."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.taken = []
        self.tries = []

    def write(self, documents):
        self.tries.append([each.revision for each in documents])
        outcomes = self.answers.pop(0) if self.answers else [Ok("indexed")] * len(documents)
        self.taken += [
            document.revision
            for document, outcome in zip(documents, outcomes, strict=True)
            if isinstance(outcome, Ok)
        ]
        return outcomes


class Time:
    """A clock that moves only when somebody sleeps, by ten seconds."""

    def __init__(self):
        self.now = 0.0

    def clock(self):
        return self.now

    def sleep(self, _seconds):
        self.now += 10.0


def make_writer(shelf):
    time = Time()
    return PatientWriter(shelf, clock=time.clock, sleep=time.sleep)


def make_log(*partitions):
    log = MemoryLog().create(TOPIC, len(partitions))
    for partition, revisions in enumerate(partitions):
        for each in revisions:
            value = b"{" if each is None else make_tagged(each).to_bytes()
            log.append(TOPIC, value, partition=partition)
    return log


def read(log, offsets, shelf):
    stretches = find_stretches(log.measure(TOPIC), offsets)
    return list(read_round(log, stretches, offsets, make_writer(shelf), lambda: NOW))


def test_a_round_reads_each_partition_from_its_offset_to_its_end():
    shelf = Shelf()
    steps = read(make_log([1, 2, 3], [4], []), {0: 1, 1: 1, 2: 0}, shelf)
    assert shelf.taken == [2, 3]
    assert steps[-1].offsets == {0: 3, 1: 1, 2: 0}
    assert sum(each.messages for each in steps) == 2


def test_a_partition_that_came_later_is_read_from_its_start():
    shelf = Shelf()
    assert read(make_log([1], [2]), {0: 1}, shelf)[-1].offsets == {0: 1, 1: 1}
    assert shelf.taken == [2]


def test_each_batch_says_how_far_it_came(monkeypatch):
    monkeypatch.setattr(topic_reading, "MOST_ITEMS", 2)
    steps = read(make_log([1, 2, 3, 4, 5]), {0: 0}, Shelf())
    assert [each.offsets[0] for each in steps] == [2, 4, 5, 5]


def test_what_cannot_be_read_is_counted_and_passed_over():
    steps = read(make_log([1, None, 3]), {0: 0}, shelf := Shelf())
    assert shelf.taken == [1, 3]
    assert sum(each.unreadable for each in steps) == 1


def test_messages_that_the_retention_took_unread_end_it():
    with pytest.raises(ReindexError, match="has lost 2 messages of partition 0"):
        find_stretches([Stretch(TOPIC, 0, 7, 9)], {0: 5})


def test_what_is_retried_is_written_again_alone_and_what_is_refused_is_named():
    reject = Reject("mapping", "no such field")
    shelf = Shelf([Ok("indexed"), Retry("busy"), reject], [Ok("stale")])
    (step, _) = read(make_log([1, 2, 3]), {0: 0}, shelf)
    assert shelf.tries == [[1, 2, 3], [2]]
    assert [(each.revision, each.reject) for each in step.refused] == [(3, reject)]


def test_an_elasticsearch_that_takes_nothing_ends_it_after_a_minute():
    shelf = Shelf(*[[Retry("unreachable")]] * 100)
    with pytest.raises(ReindexError, match="takes nothing"):
        read(make_log([1]), {0: 0}, shelf)
    assert len(shelf.tries) == 2 + GIVE_UP_AFTER_S / 10


def test_an_unknown_answer_ends_it():
    with pytest.raises(ReindexError, match="unknown answer"):
        read(make_log([1]), {0: 0}, Shelf([Stop("unknown answer")]))


@pytest.mark.parametrize(
    ("items", "size", "following"),
    [
        (100, 0, 100),
        (100, 1, 200),
        (800, 1, MOST_ITEMS),
        (100, GOOD_BYTES, 100),
        (100, 10 * GOOD_BYTES, 10),
        (1, 10 * GOOD_BYTES, 1),
    ],
)
def test_a_page_has_as_many_documents_as_an_answer_can_hold(items, size, following):
    assert adapt_page(items, size) == following


def refusals(count):
    shelf = Shelf([Reject("mapping", "no such field")] * count)
    return make_writer(shelf).write([make_document(each) for each in range(count)])


def test_a_report_names_what_is_missing_with_the_refusal():
    told = Report(new="b", old="a")
    told.note_refused(refusals(1))
    words = told.describe_lacks([Lack(f"{0:032x}", "missing"), Lack("x", "older")])
    assert words == (
        f"b lacks 1 documents of a and has 1 older: {0:032x} (mapping: no such field), x"
    )
    assert told.describe_lacks([]) is None


def test_a_mapping_that_refuses_everything_ends_it(monkeypatch):
    monkeypatch.setattr(report, "MOST_REFUSED", 2)
    told = Report(new="b", old="a")
    told.note_refused(refusals(2))
    with pytest.raises(ReindexError, match="refuses more than 2 documents"):
        told.note_refused(refusals(3))
