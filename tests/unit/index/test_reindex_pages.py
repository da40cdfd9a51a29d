"""An index is read page by page in the order of ids, also when Elasticsearch forgets the place."""

from __future__ import annotations

import json

import pytest
from elasticsearch import NotFoundError
from index_parts import fake_elasticsearch, hits_of

from tidings_index.reindex import pages
from tidings_index.reindex.pages import MarkReader, read_documents
from tidings_index.reindex.verification import Mark

FORGOTTEN = {"error": {"type": "search_context_missing_exception"}, "status": 404}


class Cluster:
    """Has documents by number; ``forgets`` are the numbers of the searches that find no reading."""

    def __init__(self, documents, forgets=()):
        self.documents = documents
        self.forgets = forgets
        self.searches = []
        self.opened = 0
        self.closed = []

    def __call__(self, request):
        (body,) = request.lines() or [{}]
        if request.method == "DELETE":
            self.closed.append(body["id"])
            return 200, {}
        if request.path.endswith("/_pit"):
            self.opened += 1
            return 200, {"id": f"pit {self.opened}"}
        self.searches.append(body)
        if len(self.searches) in self.forgets:
            return 404, FORGOTTEN
        (after,) = body.get("search_after", [""])
        found = [self.make_hit(each) for each in self.documents if each > after][: body["size"]]
        return 200, {**hits_of(*found), "pit_id": body["pit"]["id"]}

    def make_hit(self, article_id):
        hit = {"_id": article_id, "_version": int(article_id), "_source": {"id": article_id}}
        return {**hit, "fields": {"enriched_at": ["1500"]}, "sort": [article_id]}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(pages, "FIRST_PAGE", 2)
    monkeypatch.setattr(pages, "MARKS", 2)


IDS = [f"{number:02}" for number in range(1, 8)]


def read(cluster, after=None):
    found = read_documents(fake_elasticsearch(cluster), "news", after)
    return [(each.id, each.revision, json.loads(each.body)) for page in found for each in page]


def test_every_document_comes_once_with_its_revision_and_its_source():
    cluster = Cluster(IDS)
    # One from before there were stories is a story of its own.
    assert read(cluster) == [(each, int(each), {"story_id": each, "id": each}) for each in IDS]
    assert [each["size"] for each in cluster.searches] == [2, 4, 8, 2]
    assert cluster.closed == ["pit 1"]


def test_an_interrupted_reading_goes_on_behind_an_id():
    assert [each[0] for each in read(Cluster(IDS), after="05")] == ["06", "07"]


def test_a_reading_that_elasticsearch_has_forgotten_is_begun_again_where_it_was():
    cluster = Cluster(IDS, forgets=[2])
    assert [each[0] for each in read(cluster)] == IDS
    assert cluster.opened == 2
    assert cluster.closed == ["pit 2"]


def test_an_index_that_is_gone_ends_the_reading():
    with pytest.raises(NotFoundError):
        read(Cluster(IDS, forgets=[1, 2]))


def test_marks_come_without_the_documents():
    cluster = Cluster(IDS)
    assert list(MarkReader(fake_elasticsearch(cluster), "news").read()) == [
        Mark(each, int(each), 1500) for each in IDS
    ]
    assert all(each["_source"] is False for each in cluster.searches)
