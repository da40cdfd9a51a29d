"""What Elasticsearch answers to the questions of the archive, and what becomes of a refusal."""

from __future__ import annotations

import pytest
from elastic_transport import ConnectionError as NoConnection
from index_parts import fake_elasticsearch, hits_of

from tidings.outcome import Retry, Stop
from tidings_index.history import lookup
from tidings_index.history.lookup import ElasticLookup
from tidings_index.history.ports import UnansweredError


def ask(answer):
    return ElasticLookup(fake_elasticsearch(answer), "articles", "articles-history")


def test_revisions_are_the_versions_of_what_is_there_and_no_source_is_read():
    asked = []

    def answer(request):
        asked.append(request)
        there = {"_id": "a", "found": True, "_version": 7}
        return 200, {"docs": [there, {"_id": "b", "found": False}]}

    assert ask(answer).find_revisions({"a", "b"}) == {"a": 7}
    (request,) = asked
    assert request.path == "/articles/_mget"
    assert "_source=false" in request.target


def test_nothing_is_asked_about_nothing():
    assert ask(lambda request: pytest.fail("asked")).find_revisions(set()) == {}


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("index_not_found_exception", Retry("blocked")),
        ("cluster_block_exception", Retry("blocked")),
        ("no_shard_available_action_exception", Retry("busy")),
    ],
)
def test_a_document_that_cannot_be_read_is_not_taken_for_one_that_is_not_there(kind, outcome):
    with pytest.raises(UnansweredError) as caught:
        ask(lambda _: (200, {"docs": [{"_id": "a", "error": {"type": kind}}]})).find_revisions(
            ["a"]
        )
    assert caught.value.outcome == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Retry("blocked")),
        (429, Retry("busy")),
        (503, Retry("busy")),
        (400, Stop("the bulk request was answered 400 (what_exception)")),
    ],
)
def test_a_request_that_is_refused_has_the_outcome_of_a_bulk(status, outcome):
    refused = {"error": {"type": "what_exception"}, "status": status}
    with pytest.raises(UnansweredError) as caught:
        ask(lambda _: (status, refused)).list_kept(["a"])
    assert caught.value.outcome == outcome


def test_elasticsearch_that_is_away_is_asked_again():
    def away(request):
        raise NoConnection("refused")

    with pytest.raises(UnansweredError) as caught:
        ask(away).read_indexed(["a"])
    assert caught.value.outcome == Retry("unreachable")


def test_the_history_is_refreshed_first_and_read_to_its_end(monkeypatch):
    monkeypatch.setattr(lookup, "PAGE", 2)
    pages = [[1, 2], [3]]
    asked = []

    def answer(request):
        asked.append(request.path)
        if request.path.endswith("_refresh"):
            return 200, {}
        hits = [{"_source": {"id": "a", "revision": n}, "sort": ["a", n]} for n in pages.pop(0)]
        return 200, hits_of(*hits)

    kept = ask(answer).list_kept(["a", "b"])
    assert [each.revision for each in kept["a"]] == [1, 2, 3]
    assert kept["b"] == []
    assert asked[0] == "/articles-history/_refresh"
