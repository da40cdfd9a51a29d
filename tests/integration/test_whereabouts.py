"""Where an article is, asked while real stages stand still or go on; and taking it back."""

from __future__ import annotations

import time

import pytest
from enrich_process import BREAKS_THE_TAGGER
from stack_fixtures import wait_until
from whole_road import BODY, SOON_S, SOURCE, open_road

from tidings.settings import KafkaSettings
from tidings.tags import TaggedArticle
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings.whereabouts.messages import find_partition

pytestmark = pytest.mark.servers


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as opened:
        yield opened


def test_each_place_is_told_and_what_is_in_none_is_unknown(road):
    road.start_ingest()
    assert road.ask("0" * 32).status_code == 404
    item = road.push()
    told = road.tell(item["id"])
    assert (told["state"], told["revision"]) == ("accepted", item["revision"])
    assert (told["source"], told["headline"]) == (SOURCE, "渡口镇的桥")
    assert told["position"]["topic"] == road.enriching.raw

    road.start_enrich()
    told = road.await_state(item["id"], "enriched")
    assert told["position"]["topic"] == road.enriching.enriched

    road.start_index()
    told = road.await_state(item["id"], "indexed")
    assert told["indexed"]["revision"] == told["revision"] == item["revision"]
    assert told["indexed"]["indexed_at"]
    assert told["position"] is None
    assert road.ask("0" * 32).status_code == 404


def test_a_restart_of_ingest_changes_no_answer_and_a_dead_letter_tells_why(road):
    road.start_ingest()
    road.start_enrich()
    broken = road.push(BREAKS_THE_TAGGER, "broken")
    told = road.await_state(broken["id"], "dead_lettered")
    letter = told["dead_letter"]
    assert (letter["stage"], letter["reason"]) == ("enrich", "tagger_failed")
    assert letter["position"].startswith(f"{road.enriching.dead}:")
    assert (told["source"], told["revision"]) == (SOURCE, broken["revision"])

    road.ingest.stop()
    road.start_ingest()
    assert road.tell(broken["id"]) == told


def test_what_is_taken_back_loses_its_words_and_stays_away_until_it_is_pushed_again(road):
    road.start_ingest()
    road.start_enrich()
    road.start_index()
    item = road.push()
    road.await_state(item["id"], "indexed")

    withdrawn = road.ask(item["id"], "DELETE")
    assert withdrawn.status_code == 202
    receipt = withdrawn.json()["items"][0]
    assert receipt["revision"] > item["revision"]
    told = road.await_state(item["id"], "withdrawn")
    assert (told["headline"], told["status"]) == (None, "withdrawn")
    stub = road.indexing.client().get(index=road.indexing.name, id=item["id"])["_source"]
    assert stub["status"] == "withdrawn"
    assert not stub.keys() & {"headline", "body", "persons", "entities", "events", "captions"}
    assert BODY not in str(stub)
    again = road.ask(item["id"], "DELETE")
    assert (again.status_code, again.json()["items"][0]["revision"]) == (202, receipt["revision"])

    # A late older revision, and behind it one that tells when it has passed.
    late = road.push(modified_at="2020-01-01T00:00:00Z")
    assert late["status"] == "accepted"
    other = road.push(number="2")
    road.await_state(other["id"], "indexed")

    def has_passed():
        return road.tell(item["id"])["state"] == "withdrawn"

    wait_until(has_passed, SOON_S, "the late revision to pass")
    assert road.tell(item["id"])["indexed"]["revision"] == receipt["revision"]

    # The same words again are no repeat of what was taken back.
    assert road.push()["status"] == "accepted"
    told = road.await_state(item["id"], "indexed")
    assert told["headline"] == "渡口镇的桥"


def test_a_server_that_is_away_is_named_and_pushing_goes_on(road, servers):
    road.start_ingest()
    item = road.push()
    servers.server("elasticsearch").kill()
    try:
        answer = road.ask(item["id"])
        assert answer.status_code == 503
        assert "Elasticsearch" in answer.json()["detail"]
        assert int(answer.headers["Retry-After"]) > 0
        assert road.push(number="2")["status"] == "accepted"
        # Ingest starts without it too.
        road.ingest.stop()
        road.start_ingest()
        assert road.push(number="3")["status"] == "accepted"
    finally:
        servers.start()
    wait_until(lambda: road.ask(item["id"]).status_code == 200, SOON_S, "the answer")

    servers.server("kafka").kill()
    try:
        started = time.monotonic()
        answer = road.ask(item["id"])
        assert time.monotonic() - started < 15
        assert answer.status_code == 503
        assert "Kafka" in answer.json()["detail"]
    finally:
        servers.start()
    wait_until(lambda: road.ask(item["id"]).status_code == 200, SOON_S, "the answer")
    assert road.tell(item["id"])["state"] == "accepted"


def test_a_frozen_broker_ends_a_question_in_time(road, servers):
    road.start_ingest()
    item = road.push()
    assert road.tell(item["id"])["state"] == "accepted"
    servers.server("kafka").freeze()
    started = time.monotonic()
    try:
        answer = road.ask(item["id"])
    finally:
        servers.server("kafka").thaw()
    assert answer.status_code == 503
    assert "Kafka" in answer.json()["detail"]
    assert time.monotonic() - started < 15
    wait_until(lambda: road.ask(item["id"]).status_code == 200, SOON_S, "the answer")


def test_every_stage_puts_a_key_where_it_is_looked_for(road, servers):
    road.start_ingest()
    road.start_enrich()
    ids = {road.push(number=str(number))["id"] for number in range(20)}
    keys = {each.encode() for each in ids}
    topics = KafkaTopics(KafkaSettings(bootstrap_servers=servers.kafka))
    for topic in (road.enriching.raw, road.enriching.enriched):
        for record in road.enriching.read(topic, keys):
            stretches = topics.measure(topic, Budget(time.monotonic, 30, 1))
            assert find_partition(stretches, record.key).partition == record.partition
            assert len(stretches) == 3
    assert TaggedArticle.from_bytes(record.value).article.id in ids
    topics.close()
