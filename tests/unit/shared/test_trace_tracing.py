"""A trace has the messages of the newest revision, and searches only for what nothing tells."""

from __future__ import annotations

import pytest
from whereabouts_parts import ID, MemoryRoad, make_article, make_budget

from tidings.dead_letter import Position
from tidings.topics import EMBARGOED, ENRICHED, ENRICHED_DLQ, RAW, RAW_DLQ
from tidings.whereabouts import tracing as module
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.road import RoadSettings
from tidings.whereabouts.tracing import Tracer

SETTINGS = RoadSettings()
STEP = 10


class Tracing:
    """A road in memory, and what a trace along it told of its progress."""

    def __init__(self):
        self.road = MemoryRoad()
        self.total = 0
        self.passed = 0

    def trace(self, messages=10_000):
        budget = make_budget(messages=messages)
        tracer = Tracer(self.road.topics, ID, budget, self._advance)
        where = self.road.find()
        self.total, self.passed = tracer.count_offsets(where, SETTINGS), 0
        self.road.topics.calls.clear()
        self.road.topics.log.readings.clear()
        return tracer.trace(where, SETTINGS)

    def _advance(self, more):
        self.passed += more

    def read(self, topic):
        return self.road.topics.log.readings[topic.name]

    def pass_others(self, count):
        """Move ``count`` other articles along the whole road."""
        for number in range(count):
            other = make_article(id=f"{number + 100:032x}")
            self.road.push(other)
            self.road.enrich(other)
        self.commit()

    def commit(self):
        self.road.commit(RAW)
        self.road.commit(ENRICHED)


@pytest.fixture
def tracing(monkeypatch):
    monkeypatch.setattr(module, "STEP", STEP)
    return Tracing()


def name_places(trace):
    return trace.raw and trace.raw.at, trace.enriched and trace.enriched.at


def test_an_accepted_article_is_where_it_waits_and_nowhere_else_is_searched(tracing):
    tracing.pass_others(50)
    at = tracing.road.push(make_article())
    trace = tracing.trace()
    assert (trace.where.state, name_places(trace)) == ("accepted", (at, None))
    assert (tracing.total, tracing.read(RAW), tracing.read(ENRICHED)) == (0, 1, 0)


def test_an_enriched_article_tells_the_message_that_it_came_as(tracing):
    at = tracing.road.push(make_article())
    tracing.pass_others(50)
    enriched_at = tracing.road.enrich(make_article(), at)
    trace = tracing.trace()
    assert (trace.where.state, name_places(trace)) == ("enriched", (at, enriched_at))
    assert (tracing.total, tracing.read(RAW), tracing.read(ENRICHED)) == (0, 1, 1)
    assert trace.read_tags() is not None


def test_of_an_indexed_article_the_enriched_message_is_searched_from_the_end_back(tracing):
    at = tracing.road.push(make_article())
    enriched_at = tracing.road.enrich(make_article(), at)
    tracing.road.index(make_article(), at)
    tracing.pass_others(2 * STEP)
    trace = tracing.trace()
    assert (trace.where.state, name_places(trace)) == ("indexed", (at, enriched_at))
    assert tracing.read(RAW) == 1
    assert tracing.passed == tracing.total == 2 * STEP + 1

    near = tracing.road.enrich(make_article(), at)
    tracing.commit()
    trace = tracing.trace()
    assert trace.enriched.at == near
    assert tracing.read(ENRICHED) <= STEP
    assert tracing.passed == tracing.total


def test_a_late_older_revision_is_not_taken_for_the_road_of_the_newer(tracing):
    at = tracing.road.push(make_article(9))
    enriched_at = tracing.road.enrich(make_article(9), at)
    tracing.road.index(make_article(9), at)
    late = tracing.road.push(make_article(3))
    tracing.road.enrich(make_article(3), late)
    tracing.commit()
    trace = tracing.trace()
    assert trace.where.indexed.facts.revision == 9
    assert name_places(trace) == (at, enriched_at)


def test_a_correction_on_its_way_shows_its_own_message_beside_the_indexed_text(tracing):
    at = tracing.road.push(make_article(1))
    tracing.road.enrich(make_article(1), at)
    tracing.road.index(make_article(1), at)
    tracing.commit()
    correction = tracing.road.push(make_article(2))
    trace = tracing.trace()
    assert (trace.where.state, trace.where.indexed.facts.revision) == ("accepted", 1)
    assert name_places(trace) == (correction, None)


@pytest.mark.parametrize(
    ("dead", "rejected", "came_as"),
    [(RAW_DLQ, "raw", None), (ENRICHED_DLQ, "enriched", Position(RAW.name, 0, 0))],
)
def test_a_dead_letter_leads_to_the_message_that_was_rejected(tracing, dead, rejected, came_as):
    at = tracing.road.push(make_article())
    if rejected == "enriched":
        at = tracing.road.enrich(make_article(), came_as)
    # A letter of index is about the tagged article, which tells where that came from.
    tracing.road.reject(trace_back(came_as), at, topic=dead)
    tracing.commit()
    trace = tracing.trace()
    assert trace.where.state == "dead_lettered"
    assert name_places(trace) == ((at, None) if came_as is None else (came_as, at))
    assert tracing.total == 0


def trace_back(at):
    article = make_article()
    if at is None:
        return article
    place = {"topic": at.topic, "partition": at.partition, "offset": at.offset}
    return make_article(lineage=place)


def test_a_held_article_is_on_neither_topic(tracing):
    tracing.pass_others(5)
    tracing.road.append(EMBARGOED, make_article())
    trace = tracing.trace()
    assert (trace.where.state, name_places(trace)) == ("held", (None, None))
    assert tracing.total == 0


def test_a_message_that_the_topic_holds_no_more_is_told_by_its_place(tracing):
    at = tracing.road.push(make_article())
    tracing.road.enrich(make_article(), at)
    tracing.road.index(make_article(), at)
    tracing.pass_others(5)
    tracing.road.topics.log.first = {RAW.name: 3, ENRICHED.name: 3}
    trace = tracing.trace()
    assert (trace.raw.at, trace.raw.message, trace.enriched) == (at, None, None)


def test_anothers_message_in_the_same_place_is_not_shown(tracing):
    tracing.pass_others(5)
    tracing.road.index(make_article(), Position(RAW.name, 0, 2))
    assert tracing.trace().raw.message is None


def test_what_is_in_no_place_any_more_is_found_on_the_topics(tracing):
    at = tracing.road.push(make_article())
    tracing.road.settle(tracing.road.reject(make_article(), at))
    tracing.pass_others(5)
    trace = tracing.trace()
    assert trace.where is None
    assert trace.is_known
    assert name_places(trace) == (at, None)
    assert tracing.passed == tracing.total == 6 + 5


def test_of_what_nobody_knows_nothing_is_found(tracing):
    tracing.pass_others(5)
    trace = tracing.trace()
    assert not trace.is_known
    assert tracing.passed == tracing.total == 10


def test_without_topics_nothing_is_found_and_nothing_fails(tracing):
    tracing.road.topics.log.topics.clear()
    assert not tracing.trace().is_known


def test_a_search_ends_with_its_budget(tracing):
    tracing.pass_others(20)
    with pytest.raises(SpentError):
        tracing.trace(messages=10)
