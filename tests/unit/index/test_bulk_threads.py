"""Bulks that are written beside the worker."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest
from index_parts import make_document
from prometheus_client import CollectorRegistry, Histogram

from tidings.outcome import Ok, Retry
from tidings_index.bulk_threads import BulkThreads

DEADLINE_S = 30


class GatedSink:
    """Writes when its gate is open."""

    def __init__(self):
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)
        self.outcomes = [Ok("indexed"), Ok("stale"), Retry("busy")]

    def write(self, documents):
        self.begun.release()
        assert self.gate.wait(DEADLINE_S)
        if isinstance(self.outcomes, Exception):
            raise self.outcomes
        return self.outcomes[: len(documents)]


@pytest.fixture
def indexed():
    return []


@pytest.fixture
def sink():
    return GatedSink()


@pytest.fixture
def threads(sink, indexed):
    seconds = Histogram("s", "s", registry=CollectorRegistry())
    made = BulkThreads(sink, 2, seconds=seconds, on_indexed=indexed.extend)
    with closing(made):
        yield made
        sink.gate.set()


def test_two_bulks_are_written_at_once_and_each_gives_its_own_outcomes(threads, sink):
    flights = [threads.send([make_document(n)] * n) for n in (1, 2)]
    for _ in flights:
        assert sink.begun.acquire(timeout=DEADLINE_S)
    assert not threads.is_empty()
    assert not threads.await_any(flights, 0)
    sink.gate.set()
    assert [each.result(DEADLINE_S) for each in flights] == [
        [Ok("indexed")],
        [Ok("indexed"), Ok("stale")],
    ]
    assert threads.await_any(flights, 0)
    assert threads.is_empty()


def test_what_was_indexed_is_told_and_nothing_else(threads, sink, indexed):
    sink.gate.set()
    documents = [make_document(number) for number in range(3)]
    threads.send(documents).result(DEADLINE_S)
    assert indexed == documents[:1]


def test_what_the_sink_raises_is_raised_where_the_result_is_asked_for(threads, sink, indexed):
    sink.outcomes = ValueError("broken")
    sink.gate.set()
    with pytest.raises(ValueError, match="broken"):
        threads.send([make_document(1)]).result(DEADLINE_S)
    assert indexed == []
    assert threads.is_empty()
