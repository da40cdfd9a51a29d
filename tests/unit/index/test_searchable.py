"""The age of an article is taken when a search first finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from elastic_transport import ConnectionError as NoConnection
from index_parts import NOW, fake_elasticsearch, hits_of, make_document
from prometheus_client import CollectorRegistry, Histogram

from tidings.tracing.context import TraceContext
from tidings_index.searchable import GIVE_UP_AFTER, SearchableWatch


class World:
    def __init__(self):
        self.now = NOW
        self.found = {}
        self.is_away = False
        self.requests = 0
        self.registry = CollectorRegistry()
        ages = Histogram("age", "age", registry=self.registry)
        self.watch = SearchableWatch(
            fake_elasticsearch(self._answer), "articles", ages, lambda: self.now
        )

    def _answer(self, request):
        self.requests += 1
        if self.is_away:
            raise NoConnection("away")
        (asked,) = request.lines()
        ids = asked["query"]["ids"]["values"]
        return 200, hits_of(
            *(
                {"_id": each, "_source": {"revision": self.found[each]}}
                for each in ids
                if each in self.found
            )
        )

    def pass_seconds(self, seconds):
        self.now += timedelta(seconds=seconds)

    def ages(self):
        value = self.registry.get_sample_value
        return value("age_count"), value("age_sum")


@pytest.fixture
def world():
    return World()


def test_every_article_of_a_bulk_has_its_age_taken_when_its_last_is_found(world):
    documents = [make_document(1), make_document(2)]
    world.watch.add(documents)
    world.watch.look()
    assert world.ages() == (0, 0)
    world.pass_seconds(2)
    world.found = {documents[-1].id: 2}
    world.watch.look()
    assert world.ages() == (2, 4)


def test_what_was_found_is_not_asked_for_again(world):
    world.watch.add([make_document(1)])
    world.found = {make_document(1).id: 1}
    world.watch.look()
    world.watch.look()
    assert world.requests == 1
    assert world.ages() == (1, 0)


def test_an_older_revision_is_not_it_and_a_newer_one_is(world):
    world.watch.add([make_document(1, revision=5)])
    world.found = {make_document(1).id: 4}
    world.watch.look()
    assert world.ages()[0] == 0
    world.found = {make_document(1).id: 6}
    world.watch.look()
    assert world.ages()[0] == 1


def test_a_document_that_is_never_found_holds_up_no_other_and_is_given_up(world):
    world.watch.add([make_document(1)])
    world.watch.add([make_document(2)])
    world.found = {make_document(2).id: 2}
    world.watch.look()
    assert world.ages()[0] == 1
    world.now += GIVE_UP_AFTER + timedelta(seconds=1)
    world.watch.look()
    world.watch.look()
    assert world.requests == 2
    assert world.ages()[0] == 1


def test_while_elasticsearch_is_away_nothing_is_taken_and_nothing_breaks(world):
    world.watch.add([make_document(1)])
    world.is_away = True
    world.watch.look()
    world.is_away = False
    world.pass_seconds(30)
    world.found = {make_document(1).id: 1}
    world.watch.look()
    assert world.ages() == (1, 30)


def test_the_age_of_an_article_names_its_trace_as_an_exemplar(world):
    context = TraceContext("a" * 32, "b" * 16)
    world.watch.add([replace(make_document(1), context=context)])
    world.found = {make_document(1).id: 1}
    world.watch.look()
    (ages,) = world.registry.collect()
    exemplars = [each.exemplar.labels for each in ages.samples if each.exemplar]
    assert exemplars == [{"trace_id": "a" * 32}]
