"""Earlier revisions on a real Elasticsearch: kept, and emptied by a withdrawal."""

from __future__ import annotations

import pytest
from index_parts import make_document, make_tagged
from index_process import IndexRoad

from tidings.outcome import Ok
from tidings_index.history.provisioning import create_history, name_history_alias
from tidings_index.main import open_sink
from tidings_index.settings import IndexSettings

pytestmark = pytest.mark.servers
ID = f"{1:032x}"


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    yield road
    road.remove()


def read_history(road, article_id=ID):
    client, alias = road.client(), name_history_alias(road.name)
    client.indices.refresh(index=alias)
    answer = client.search(index=alias, query={"term": {"id": article_id}}, sort=["revision"])
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def text_of(revision):
    return make_document(1, revision=revision, headline=f"headline {revision}")


def withdrawal_of(revision):
    return make_document(1, revision=revision, status="withdrawn", body="", headline=None)


def test_what_is_replaced_is_kept_and_emptied_by_a_withdrawal_for_good(road):
    sink = open_sink(road.client(), road.name, IndexSettings(bulk_items=2))

    def write(*documents):
        assert all(isinstance(each, Ok) for each in sink.write(documents))

    # One after the other, within a second: nothing is searchable yet.
    write(text_of(10))
    write(text_of(20), make_document(2))
    write(text_of(20))
    write(text_of(15), text_of(40), text_of(30))
    told = [(each["revision"], each.get("headline")) for each in read_history(road)]
    assert told == [(n, f"headline {n}") for n in (10, 15, 20, 30)]

    write(withdrawal_of(50))
    write(text_of(20))
    kept = read_history(road)
    assert [each["revision"] for each in kept] == [10, 15, 20, 30, 40]
    assert {each["emptied_by"] for each in kept} == {50}
    assert not any({"headline", "body", "captions", "url"} & each.keys() for each in kept)

    write(text_of(60))
    write(text_of(45))
    write(text_of(70))
    told = [(each["revision"], each.get("headline")) for each in read_history(road)[4:]]
    assert told == [(40, None), (45, None), (50, None), (60, "headline 60")]


def test_an_index_or_a_history_that_is_closed_is_waited_for_and_nothing_is_lost(road):
    client = road.client()
    sink = open_sink(client, road.name, IndexSettings())
    sink.write([text_of(1)])
    for alias in (name_history_alias(road.name), road.name):
        client.indices.put_settings(index=alias, settings={"index.blocks.write": True})
        (outcome,) = sink.write([text_of(2)])
        assert not isinstance(outcome, Ok)
        client.indices.put_settings(index=alias, settings={"index.blocks.write": None})
    sink.write([text_of(2)])
    assert [each["headline"] for each in read_history(road)] == ["headline 1"]
    client.indices.delete(index=f"{name_history_alias(road.name)}-v1-000001")
    (outcome,) = sink.write([text_of(3)])
    assert not isinstance(outcome, Ok)
    create_history(client, road.settings())
    sink.write([text_of(3)])
    assert [each["headline"] for each in read_history(road)] == ["headline 2"]


def test_the_stage_keeps_what_a_correction_replaces_although_it_is_killed_in_between(road):
    worker = road.start_worker()
    road.push_articles([make_tagged(1, revision=1, headline="before")])
    road.await_commits(1)
    worker.kill()
    worker.wait()
    road.push_articles([make_tagged(1, revision=2, headline="after"), make_tagged(2)])
    road.start_worker()
    road.await_commits(3)
    assert [each["headline"] for each in read_history(road)] == ["before"]
    assert read_history(road, f"{2:032x}") == []
