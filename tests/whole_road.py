"""The whole road of one test on real servers: ingest, enrich and index, each started when asked."""

from __future__ import annotations

import uuid
from contextlib import contextmanager

import httpx
import pytest
from enrich_process import Road
from index_process import IndexRoad
from ingest_process import IngestProcess
from stack_fixtures import wait_until
from stage_process import sum_committed

# Joining a group, tagging, committing and indexing take 2 s, the start of two stages 10 s; the rest
# is for a busy machine.
SOON_S = 120.0
SOURCE = "gazette"
BODY = "渡口镇的桥修好了。"


class WholeRoad:
    """Topics and an index of one test, with the stages that it starts."""

    def __init__(self, servers, folder):
        name = f"t{uuid.uuid4().hex[:8]}"
        folders = [folder / each for each in ("ingest", "enrich", "index")]
        for each in folders:
            each.mkdir()
        self.enriching = Road(servers.kafka, name, folders[1])
        self.indexing = IndexRoad(servers.kafka, servers.elasticsearch_url, folders[2], name)
        self.ingest = IngestProcess(servers.kafka, self.enriching.raw, folders[0])
        self.ingest.create_topic()
        self.enriching.create()
        self.indexing.create()
        self.index_group = f"{name}-index"

    def describe(self):
        """Return the variables that say where an article of this test can be."""
        return {
            "TIDINGS_ELASTICSEARCH_URL": self.indexing.elasticsearch_url,
            "TIDINGS_ELASTICSEARCH_ALIAS": self.indexing.name,
            "TIDINGS_ENRICH_GROUP": self.enriching.group,
            "TIDINGS_ENRICH_DEAD_LETTER_TOPIC": self.enriching.dead,
            "TIDINGS_INDEX_GROUP": self.index_group,
            "TIDINGS_INDEX_TOPIC": self.indexing.topic,
            "TIDINGS_INDEX_DEAD_LETTER_TOPIC": self.indexing.dead,
        }

    def start_ingest(self, **variables):
        self.ingest.start(**self.describe(), **variables)
        wait_until(lambda: self.ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")

    def start_enrich(self):
        self.enriching.start_worker()

    def start_index(self):
        self.indexing.start_worker(TIDINGS_INDEX_GROUP=self.index_group)

    def stop_enrich(self):
        self.enriching.stop_workers()

    def stop(self):
        self.ingest.stop()
        self.enriching.stop_workers()
        self.indexing.remove()

    def push(self, body=BODY, number="1", **fields):
        article = {"id": number, "headline": "渡口镇的桥", "body": body, **fields}
        url = f"{self.ingest.url}/v1/articles"
        answer = httpx.post(url, params={"source": SOURCE}, json=article, timeout=30)
        assert answer.status_code == 202, answer.text
        return answer.json()["items"][0]

    def ask(self, article_id, method="GET"):
        url = f"{self.ingest.url}/v1/articles/{article_id}"
        return httpx.request(method, url, timeout=30)

    def tell(self, article_id):
        answer = self.ask(article_id)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def await_state(self, article_id, state):
        """Wait for the state; whatever comes before, the article is never called unknown."""

        def holds():
            answer = self.ask(article_id)
            assert answer.status_code in {200, 503}, answer.text
            return answer.status_code == 200 and answer.json()["state"] == state

        wait_until(holds, SOON_S, f"{article_id} to be {state}: {self.ask(article_id).text}")
        return self.tell(article_id)

    def await_indexed(self, count):
        """Wait until so many articles are searchable; if they are not, tell how far each came."""
        try:
            wait_until(lambda: self.indexing.count() >= count, SOON_S, f"{count} articles")
        except pytest.fail.Exception:
            groups = (self.enriching.group, self.index_group)
            committed = [sum_committed(self.enriching.kafka, each) for each in groups]
            folders = (self.enriching.folder, self.indexing.folder)
            logs = [each.read_text() for folder in folders for each in sorted(folder.glob("*.log"))]
            pytest.fail(
                f"{self.indexing.count()} of {count} articles are searchable, enrich and index "
                f"committed {committed}\n" + "\n---\n".join(logs)
            )


@contextmanager
def open_road(servers, folder):
    """Give the road; what it started is stopped."""
    servers.start()
    road = WholeRoad(servers, folder)
    try:
        yield road
    finally:
        servers.start()
        road.stop()
