"""What the stage waits for before it begins, and that it can be told to stop meanwhile."""

from __future__ import annotations

import threading

import pytest
from elastic_transport import ConnectionError as NoConnection
from index_parts import fake_elasticsearch

from tidings.liveness import Liveness
from tidings_index import needs
from tidings_index.needs import (
    await_need,
    find_missing_history,
    find_missing_index,
    find_missing_topic,
)
from tidings_index.provisioning import SchemaMismatchError, read_schema


class Probe:
    def __init__(self, answer):
        self._answer = answer

    def is_topic_there(self, topic):
        assert topic == "t"
        return self._answer


@pytest.mark.parametrize(
    ("answer", "missing"),
    [(True, None), (None, "kafka"), (False, "the topic t (tidings provision creates it)")],
)
def test_the_topic_that_is_missing_is_named(answer, missing):
    assert find_missing_topic(Probe(answer), "t") == missing


def missing_index(answer):
    return find_missing_index(fake_elasticsearch(answer), "articles")


def test_the_alias_that_is_missing_is_named():
    absent = {"error": {"type": "index_not_found_exception"}, "status": 404}
    assert "the alias articles" in missing_index(lambda _: (404, absent))


def test_elasticsearch_that_is_away_is_named():
    def away(request):
        raise NoConnection("refused")

    assert missing_index(away) == "elasticsearch (ConnectionError)"


def test_an_index_of_this_version_is_all_that_is_needed():
    found = {"articles-000001": {"mappings": read_schema()["mappings"]}}
    assert missing_index(lambda _: (200, found)) is None


def test_the_history_that_is_missing_is_named():
    absent = {"error": {"type": "index_not_found_exception"}, "status": 404}
    client = fake_elasticsearch(lambda _: (404, absent))
    assert "the alias articles-history" in find_missing_history(client, "articles-history")


def test_an_index_of_another_version_is_not_waited_for():
    found = {"articles-v99-000001": {"mappings": {"_meta": {"schema_version": 99}}}}
    with pytest.raises(SchemaMismatchError):
        missing_index(lambda _: (200, found))


@pytest.fixture
def liveness(monkeypatch):
    monkeypatch.setattr(needs, "LOOK_EVERY_S", 0)
    return Liveness(lambda: 0.0, 60)


def test_a_need_is_waited_for_and_readyz_says_which(liveness):
    answers = iter(["kafka", "kafka", None])
    said = []

    def find_missing():
        said.append(liveness.unready_reason())
        return next(answers)

    assert await_need(find_missing, liveness, threading.Event())
    assert said == ["waiting for start", "waiting for kafka", "waiting for kafka"]
    assert liveness.unready_reason() == "waiting for partitions"


def test_a_stop_ends_the_wait(liveness):
    stopping = threading.Event()

    def find_missing():
        stopping.set()
        return "kafka"

    assert not await_need(find_missing, liveness, stopping)
