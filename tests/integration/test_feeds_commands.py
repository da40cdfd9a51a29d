"""``tidings feeds`` against real servers, with an ingest stage that is pushed to."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from elasticsearch import Elasticsearch
from index_parts import BODY, make_document
from ingest_process import IngestProcess
from stack_fixtures import wait_until
from typer.testing import CliRunner

from tidings.cli import build_app
from tidings.settings import ElasticsearchSettings
from tidings_index.provisioning import create_index

pytestmark = pytest.mark.servers
# Starting Python, a first connection and one round of writing take 12 s; the rest is for a busy
# machine.
SOON_S = 60.0
ARTICLE = {"headline": "渡口镇的桥修好了", "body": "渡口镇的桥昨日修好。"}


class Desk:
    """Ingest on topics of its own, an index, and the commands."""

    def __init__(self, servers, folder):
        self.name = f"t{uuid.uuid4().hex[:8]}"
        self.servers = servers
        self.ingest = IngestProcess(servers.kafka, self.name, folder)
        self.ingest.create_topic()
        self.client = Elasticsearch(servers.elasticsearch_url, request_timeout=30)

    def start(self):
        process = self.ingest.start()
        wait_until(lambda: self.ingest.ask("/readyz")[0] == 200, SOON_S, "ingest")
        return process

    def push(self, source, *articles, feed="wire"):
        lines = "\n".join(json.dumps(each) for each in articles)
        return httpx.post(
            f"{self.ingest.url}/v1/articles",
            params={"source": source, "feed": feed},
            content=lines,
            headers={"Content-Type": "application/x-ndjson"},
            timeout=30,
        )

    def run(self, *arguments, **variables):
        environment = {
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.servers.kafka,
            "TIDINGS_ELASTICSEARCH_URL": self.servers.elasticsearch_url,
            "TIDINGS_ELASTICSEARCH_ALIAS": self.name,
            "TIDINGS_ACTIVITY_TOPIC": self.ingest.activity,
            "COLUMNS": "80",
            **variables,
        }
        done = CliRunner().invoke(build_app(), ["feeds", *arguments], env=environment)
        assert done.exit_code == 0, done.output
        return done

    def list_feeds(self, **variables):
        listed = json.loads(self.run("list", "--json", **variables).stdout)
        return {each["source"]: each for each in listed["feeds"]}


@pytest.fixture
def desk(servers, tmp_path):
    servers.start()
    desk = Desk(servers, tmp_path)
    create_index(desk.client, ElasticsearchSettings(url=servers.elasticsearch_url, alias=desk.name))
    try:
        yield desk
    finally:
        desk.ingest.stop()
        desk.client.indices.delete(index=list(desk.client.indices.get(index=desk.name)))


def make_article(number, **fields):
    return {**ARTICLE, "id": str(number), **fields}


def test_what_two_sources_push_before_and_after_a_restart_adds_up(desk):
    published = (datetime.now(UTC) - timedelta(hours=3)).replace(microsecond=0)
    process = desk.start()
    dated = make_article(1, published_at=published.isoformat())
    assert desk.push("gazette", dated, make_article(2)).status_code == 202
    mixed = (make_article(3), {"headline": 5}, {"headline": "x" * 3, "colour": "red"})
    assert desk.push("hill-post", *mixed).status_code == 202
    # The end of the process writes what is left.
    process.terminate()
    assert process.wait(20) == 0

    desk.start()
    assert desk.push("gazette", make_article(4)).status_code == 202
    assert desk.push("hill-post", {"headline": 6}).status_code == 422
    # The second run writes while it runs.
    wait_until(
        lambda: desk.list_feeds()["gazette"]["accepted"] == 3, SOON_S, "the second run's counts"
    )
    wait_until(
        lambda: desk.list_feeds()["hill-post"]["rejected"] == 3, SOON_S, "the last rejection"
    )
    feeds = desk.list_feeds()
    assert feeds.keys() == {"gazette", "hill-post"}
    ours, theirs = feeds["gazette"], feeds["hill-post"]
    assert (ours["pushes"], ours["accepted"], ours["rejected"]) == (2, 3, 0)
    assert datetime.fromisoformat(ours["newest_published_at"]) == published
    assert (theirs["pushes"], theirs["accepted"]) == (2, 1)
    assert {each["where"]: each["count"] for each in theirs["reasons"]} == {
        "headline": 2,
        "colour": 1,
    }
    shown = desk.run("show", "hill-post/wire").stdout
    assert "2 rejected: headline" in shown


def test_feeds_with_the_same_texts_are_found_in_the_index(desk):
    other = BODY.replace("临江", "渡口")
    documents = [
        make_document(1, source="gazette", feed="wire", headline="通车"),
        make_document(2, source="gazette", feed="wire", headline="又一篇", body=other),
        make_document(3, source="hill-post", headline="大桥", body=f"{BODY}\n"),
        make_document(4, source="third", headline="收回", status="withdrawn"),
    ]
    now = datetime.now(UTC)
    for each in documents:
        fields = {**json.loads(each.body), "received_at": now.isoformat()}
        desk.client.index(index=desk.name, id=each.id, document=fields)
    desk.client.indices.refresh(index=desk.name)

    feeds = desk.list_feeds()
    assert feeds.keys() == {"gazette", "hill-post"}
    assert feeds["gazette"]["indexed"] == 2
    (share,) = feeds["gazette"]["shares"]
    assert (share["source"], share["feed"], share["common"], share["of"]) == (
        "hill-post",
        None,
        1,
        2,
    )
    assert "hill-post: 100 % also in gazette/wire (1 of 1)" in desk.run("list").stdout


def test_without_elasticsearch_the_counts_are_shown_and_it_is_named(desk):
    desk.start()
    assert desk.push("gazette", make_article(1)).status_code == 202
    desk.ingest.process.terminate()
    assert desk.ingest.process.wait(20) == 0
    done = desk.run("list", TIDINGS_ELASTICSEARCH_URL="http://127.0.0.1:1")
    assert "gazette/wire" in done.stdout
    assert "Elasticsearch on http://127.0.0.1:1" in done.stderr


def test_without_its_topic_articles_are_taken_and_the_log_says_it_once(desk, tmp_path):
    desk.ingest.start(TIDINGS_ACTIVITY_TOPIC=f"{desk.name}.none")
    wait_until(lambda: desk.ingest.ask("/readyz")[0] == 200, SOON_S, "ingest")
    assert desk.push("gazette", make_article(1)).status_code == 202
    words = "the activity of feeds is not written"
    wait_until(lambda: words in desk.ingest.log, SOON_S, "a line about it")
    assert desk.push("gazette", make_article(2)).status_code == 202
    desk.ingest.process.terminate()
    assert desk.ingest.process.wait(20) == 0
    assert desk.ingest.log.count(words) == 1
