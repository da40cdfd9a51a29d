"""The index stage against real servers: one document an article, and nothing lost."""

from __future__ import annotations

import random
import socket
from contextlib import closing

import pytest
from hypothesis import Phase, given, settings
from index_messages import tagged_articles
from index_parts import NOW, TAGS, make_tagged
from index_process import SOON_S, IndexRoad, await_answer
from stack_fixtures import wait_until

from tidings.outcome import Ok
from tidings.settings import KafkaSettings
from tidings.tags import Entity, Tags
from tidings_index import inbox
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.provisioning import read_schema

pytestmark = pytest.mark.servers


@pytest.fixture
def road(servers, tmp_path):
    servers.start()
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, tmp_path)
    road.create()
    try:
        yield road
    finally:
        road.remove()


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_an_article_becomes_searchable_under_its_id_and_a_repeat_makes_no_second(road, port):
    articles = [make_tagged(number) for number in range(1, 6)]
    road.push_articles(articles)
    road.start_worker(port=port)
    road.await_commits(5)
    found = road.fetch(articles)
    assert found.keys() == {each.article.id for each in articles}
    assert found[f"{3:032x}"]["headline"] == articles[2].article.headline
    assert found[f"{3:032x}"]["persons"] == ["周明远"]
    road.push_articles(articles + articles)
    road.await_commits(15)
    assert road.count() == 5
    await_answer(port, "/metrics", 200, 'tidings_article_age_seconds_count{stage="index"} 15')
    await_answer(port, "/readyz", 200, "ok")


def test_the_newest_revision_stays_in_whatever_order_they_come(road):
    revisions = list(range(1, 21))
    random.Random(7).shuffle(revisions)
    # Small bulks, and keys that differ, so that no partition puts them into order.
    road.start_worker(TIDINGS_BULK_ITEMS="3")
    messages = []
    for place, revision in enumerate(revisions):
        tagged = make_tagged(1, revision=revision, headline=f"修订{revision}")
        messages.append((f"{place}".encode(), tagged.to_bytes()))
    road.push(messages)
    road.await_commits(20)
    (document,) = road.fetch([make_tagged(1)]).values()
    assert document["headline"] == "修订20"
    assert road.count() == 1


def test_a_withdrawal_leaves_a_stub_without_words(road):
    road.push_articles([make_tagged(1)])
    road.start_worker()
    road.await_commits(1)
    road.push_articles([make_tagged(1, revision=2, status="withdrawn")])
    road.await_commits(2)
    (document,) = road.fetch([make_tagged(1)]).values()
    assert document["status"] == "withdrawn"
    assert "body" not in document
    assert "persons" not in document


def test_poison_lands_in_the_dead_letters_and_its_neighbours_go_on(road):
    poison = {
        b"bytes": (b"\xff\xfe\x00", b"undecodable"),
        b"empty": (None, b"undecodable"),
        b"version": (b'{"schema_version": 77}', b"unknown_schema"),
        b"fields": (b'{"schema_version": 1, "article": 5}', b"invalid"),
    }
    articles = [make_tagged(number) for number in range(1, 21)]
    road.push_articles(articles[:10])
    road.push((key, value) for key, (value, _) in poison.items())
    road.push_articles(articles[10:])
    road.start_worker()
    letters = {each.key: each for each in road.read_letters(4)}
    assert letters.keys() == poison.keys()
    for key, (value, reason) in poison.items():
        headers = dict(letters[key].headers)
        assert letters[key].value == (value or b"")
        assert headers["tidings-reason"] == reason
        assert headers["tidings-stage"] == b"index"
        assert headers["tidings-topic"] == road.topic.encode()
        assert headers["tidings-offset"].isdigit()
    road.await_commits(24)
    assert len(road.fetch(articles)) == 20


def test_a_document_that_the_index_refuses_is_a_dead_letter_and_its_neighbours_go_on(road):
    # An index of the right version that somebody has changed by hand.
    schema = read_schema()
    schema["mappings"]["properties"]["dateline"] = {"type": "date"}
    client = road.client()
    client.indices.delete(index=list(client.indices.get(index=road.name)))
    client.indices.create(
        index=f"{road.name}-v1-000002", aliases={road.name: {"is_write_index": True}}, **schema
    )
    refused = make_tagged(7, dateline="临江市5月4日电")
    articles = [make_tagged(number) for number in range(1, 6)]
    road.push_articles([*articles[:3], refused, *articles[3:]])
    road.start_worker()
    (letter,) = road.read_letters(1)
    headers = dict(letter.headers)
    assert headers["tidings-reason"] == b"mapping"
    assert b"dateline" in headers["tidings-detail"]
    assert letter.value == refused.to_bytes()
    assert letter.key == refused.article.id.encode()
    road.await_commits(6)
    assert len(road.fetch([*articles, refused])) == 5


def test_a_large_article_between_small_ones_arrives(road):
    large = make_tagged(2, body="桥" * (2 * 1024 * 1024))
    assert len(large.to_bytes()) > 6_000_000
    articles = [make_tagged(1), large, make_tagged(3)]
    road.push_articles(articles)
    road.start_worker()
    road.await_commits(3)
    assert len(road.fetch(articles)) == 3


def test_an_article_with_more_evidence_than_elasticsearch_takes_by_default_arrives(road):
    # 10,000 nested parts are its own limit.
    many = [
        Entity(type="person", name=f"n{n}", mentions=TAGS.entities[0].mentions)
        for n in range(10_050)
    ]
    tagged = make_tagged(1, tags=Tags(entities=tuple(many)))
    road.push_articles([tagged])
    road.start_worker()
    road.await_commits(1)
    assert len(road.fetch([tagged])) == 1


def test_elasticsearch_takes_every_article_that_the_models_allow(road):
    writer = BulkWriter(road.client(), road.name, 500, 5_000_000)
    seen = []

    @settings(max_examples=150, deadline=None, phases=[Phase.generate], database=None)
    @given(tagged_articles())
    def collect(tagged):
        seen.append(build_document(tagged, NOW))

    collect()
    outcomes = writer.write(seen)
    assert [each for each in outcomes if not isinstance(each, Ok)] == []


def test_a_stop_under_load_ends_in_time_and_repeats_nothing(road):
    articles = [make_tagged(number) for number in range(1, 1_501)]
    road.push_articles(articles)
    worker = road.start_worker(TIDINGS_BULK_ITEMS="10")
    wait_until(lambda: road.committed() >= 50, SOON_S, "the first commits")
    worker.terminate()
    assert worker.wait(20) == 0
    stopped_at = road.committed()
    assert stopped_at < 1_500
    assert road.count() == stopped_at
    road.start_worker()
    road.await_commits(1_500)
    assert road.count() == 1_500


def test_a_worker_killed_in_the_middle_loses_nothing(road):
    articles = [make_tagged(number) for number in range(1, 1_501)]
    road.push_articles(articles)
    worker = road.start_worker(TIDINGS_BULK_ITEMS="10")
    wait_until(lambda: road.committed() >= 50, SOON_S, "the first commits")
    worker.kill()
    worker.wait()
    assert road.committed() < 1_500
    road.start_worker()
    # A killed member is missed after its session of 10 s.
    road.await_commits(1_500)
    assert road.count() == 1_500


def test_a_group_that_is_joined_in_polls_of_a_millisecond_gets_its_partitions(road, monkeypatch):
    # On a busy machine 50 ms are no more than this; kafka-python alone stays without partitions
    # in one of five starts.
    monkeypatch.setattr(inbox, "POLL_SLICE_MS", 1)
    for number in range(5):
        box = inbox.KafkaInbox(
            KafkaSettings(bootstrap_servers=road.kafka),
            topic=road.topic,
            group=f"{road.group}-{number}",
            max_items=5,
            max_bytes=1_000_000,
            max_wait_s=0.2,
        )
        with closing(box):
            wait_until(lambda box=box: box.collect() or box.partitions(), SOON_S, "partitions")


def test_an_index_of_another_schema_version_ends_the_stage_with_a_message(road):
    client = road.client()
    client.indices.put_mapping(index=road.name, meta={"schema_version": 99})
    worker = road.start_worker()
    assert worker.wait(SOON_S) == 1
    said = road.log_of(0).read_text()
    assert "schema version 99" in said
    assert "newer version of Tidings" in said
    assert road.committed() == 0
