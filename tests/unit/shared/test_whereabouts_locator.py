"""An article is found wherever it stands, also while it moves."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka.partitioner.default import DefaultPartitioner
from whereabouts_parts import ID, MemoryRoad, make_article, make_budget

from tidings.dead_letter import Position
from tidings.dlq.ports import Stretch
from tidings.topics import EMBARGOED, ENRICHED, ENRICHED_DLQ, RAW, RAW_DLQ, RELEASE_HEADER
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.messages import find_partition


def test_nowhere_is_none():
    assert MemoryRoad().find() is None


def test_each_place_gives_its_state():
    road, article = MemoryRoad(), make_article()
    road.append(EMBARGOED, article, [(RELEASE_HEADER, b"1935835200000")])
    assert road.find().state == "held"
    assert ArticleAnswer.tell(ID, road.find()).held_until.isoformat() == "2031-05-06T12:00:00+00:00"
    at = road.push(article)
    road.commit(EMBARGOED)
    assert road.find().state == "accepted"
    road.enrich(article, at)
    road.commit(RAW)
    assert road.find().state == "enriched"
    assert ArticleAnswer.tell(ID, road.find()).position.topic == ENRICHED.name
    letter = road.reject(article, at, ENRICHED_DLQ)
    road.commit(ENRICHED)
    assert road.find().state == "dead_lettered"
    road.index(article, at)
    assert road.find().state == "indexed"
    road.settle(letter, topic=ENRICHED_DLQ)
    assert road.find().letter is None


def test_a_missing_topic_holds_nothing():
    road = MemoryRoad()
    del road.topics.log.topics[EMBARGOED.name]
    road.push(make_article())
    assert road.find().state == "accepted"


def test_others_in_the_same_backlog_are_not_it():
    road = MemoryRoad()
    road.push(make_article(id="1" * 32))
    assert road.find() is None
    assert road.find(article_id="1" * 32).state == "accepted"


def test_a_correction_on_its_way_is_told_beside_what_is_indexed():
    road = MemoryRoad()
    road.index(make_article(1))
    road.push(make_article(2))
    told = ArticleAnswer.tell(ID, road.find())
    assert (told.state, told.revision, told.indexed.revision) == ("accepted", 2, 1)


def test_what_cannot_be_read_to_its_end_is_no_answer():
    road = MemoryRoad()
    for number in range(20):
        road.push(make_article(id=f"{number + 100:032x}"))
    with pytest.raises(SpentError, match="10 messages"):
        road.find(make_budget(messages=10))
    assert road.find(make_budget(messages=60)) is None


def test_time_ends_a_question_too():
    seconds = iter(range(100))
    budget = make_budget(seconds=2.0, clock=lambda: next(seconds))
    assert budget.left_ms() == 1000
    with pytest.raises(SpentError, match="2 s"):
        budget.left_ms()


class SixPartitions:
    """Metadata of a cluster with the topic ``t``."""

    def topics(self):
        return {"t"}

    def partitions_for_topic(self, topic):
        return set(range(6))

    available_partitions_for_topic = partitions_for_topic


def test_the_partition_of_a_key_is_the_one_that_the_producers_choose():
    stretches = tuple(Stretch("t", number, 0, 1) for number in range(6))
    chosen = set()
    for number in range(50):
        key = f"{number * 2**99 + number:032x}".encode()
        wanted = DefaultPartitioner().partition("t", key, key, b"", b"", SixPartitions())
        assert find_partition(stretches, key).partition == wanted
        chosen.add(wanted)
    assert len(chosen) == 6
    assert find_partition((), b"k") is None


class Journey:
    """Moves one article along the road, a step each time it is told to, as the stages do it."""

    def __init__(self, road, *, is_refused):
        self.road = road
        self.article = make_article()
        self.at = road.push(self.article)
        rejected = [self.bury, lambda: road.commit(RAW), self.replay, self.mark]
        self.steps = [
            *(rejected if is_refused else []),
            lambda: road.enrich(self.article, self.at),
            lambda: road.commit(RAW),
            lambda: road.index(self.article, self.at),
            lambda: road.commit(ENRICHED),
        ]

    def bury(self):
        self.letter = self.road.reject(self.article, self.at)

    def replay(self):
        self.at = self.road.push(self.article)

    def mark(self):
        self.road.settle(self.letter)

    def step(self):
        if self.steps:
            self.steps.pop(0)()


def make_moving_road(moves, *, is_refused):
    """Return a road on which the article goes ``moves[n]`` steps further before call ``n``."""
    road = MemoryRoad()
    journey, calls = Journey(road, is_refused=is_refused), count()

    def move():
        for _ in range(moves.get(next(calls), 0)):
            journey.step()

    road.topics.before = move
    return road


# Two looks make some 30 calls, one half of that; few moves, or it is there before the first look.
MOVES = st.dictionaries(st.integers(0, 30), st.integers(1, 4), max_size=4)
MOVES_OF_ONE_LOOK = st.dictionaries(st.integers(0, 12), st.integers(1, 3), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.booleans(), MOVES)
def test_an_article_on_its_way_is_never_unknown_however_it_moves_meanwhile(is_refused, moves):
    road = make_moving_road(moves, is_refused=is_refused)
    assert road.find() is not None
    assert road.find() is not None


@settings(max_examples=300, deadline=None)
@given(MOVES_OF_ONE_LOOK)
def test_one_look_along_the_road_is_enough_while_nothing_is_replayed(moves):
    road = make_moving_road(moves, is_refused=False)
    assert road.locator._look(ID, make_budget())


def test_a_letter_that_is_replayed_between_two_looks_is_found_where_it_went():
    road, article = MemoryRoad(), make_article()
    at = road.reject(article, Position(RAW.name, 0, 0))

    def replay_at_the_letters():
        if road.topics.calls and road.topics.calls[-1][1] == ENRICHED.name:
            road.topics.before = lambda: None
            road.push(article)
            road.settle(at)

    road.topics.before = replay_at_the_letters
    assert road.find().state == "accepted"
    assert [each for each in road.topics.calls if each == ("measure", RAW_DLQ.name)]
