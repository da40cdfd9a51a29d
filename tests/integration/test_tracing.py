"""One article from its push to its document: one trace, one id in every place, no text in a log."""

from __future__ import annotations

import json

import httpx
import pytest
from enrich_process import BREAKS_THE_TAGGER
from kafka import KafkaProducer
from span_receiver import collect_spans
from stack_fixtures import wait_until
from typer.testing import CliRunner
from whole_road import SOON_S, SOURCE, open_road

from tidings.cli import build_app
from tidings.tracing.context import read_context

pytestmark = pytest.mark.servers
TRACES = {name: f"{number:032x}" for number, name in enumerate(("good", "bad", "refused"), 0xABC)}
# In every text that goes in, the texts of errors among them.
CANARY = "金丝雀甲乙丙"
STAGES = {"tidings-ingest", "tidings-enrich", "tidings-index"}


def write_parent(name):
    return f"00-{TRACES[name]}-00f067aa0ba902b7-01"


class Travelled:
    """Articles that have gone all the way, with all that was told of them."""

    def __init__(self, road, collector):
        self.road = road
        self.collector = collector
        self.article_id = self.push("good", "1", "渡口镇的桥修好了。").json()["items"][0]["id"]
        self.bad_id = self.push("bad", "2", BREAKS_THE_TAGGER).json()["items"][0]["id"]
        self.refused = self.push("refused", "3", "渡口镇。", **{f"{CANARY}": CANARY, "url": CANARY})
        self.push_damaged()
        road.await_state(self.article_id, "indexed")
        road.await_state(self.bad_id, "dead_lettered")
        road.indexing.read_letters(3)
        wait_until(lambda: self.find_services("good") == STAGES, SOON_S, "spans of all stages")

    def push(self, trace, number, body, **fields):
        words = {"headline": CANARY, "body": f"{CANARY}{body}"}
        return httpx.post(
            f"{self.road.ingest.url}/v1/articles",
            params={"source": SOURCE},
            json={"id": number, **words, **fields},
            headers={"traceparent": write_parent(trace)},
            timeout=30,
        )

    def push_damaged(self):
        """Put on both topics what is no article."""
        producer = KafkaProducer(bootstrap_servers=self.road.indexing.kafka, acks="all")
        value = json.dumps({CANARY: CANARY, "schema_version": CANARY}).encode()
        headers = [("traceparent", write_parent("bad").encode())]
        for topic in (self.road.enriching.raw, self.road.indexing.topic):
            producer.send(topic, value, b"k", headers).get(60)
        producer.close()

    def find_spans(self, trace):
        return [each for each in self.collector.spans() if each.trace_id == TRACES[trace]]

    def find_services(self, trace):
        return {each.service for each in self.find_spans(trace)}

    def read_logs(self):
        folder = self.road.ingest.folder.parent
        return {each: each.read_text(encoding="utf-8") for each in folder.glob("*/*.log")}

    def find_lines(self, event):
        lines = [
            json.loads(line)
            for text in self.read_logs().values()
            for line in text.splitlines()
            if line.startswith("{")
        ]
        return [each for each in lines if each["event"] == event]


@pytest.fixture(scope="module")
def travelled(servers, tmp_path_factory):
    with (
        collect_spans() as collector,
        pytest.MonkeyPatch.context() as patched,
        open_road(servers, tmp_path_factory.mktemp("traced")) as road,
    ):
        patched.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        patched.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        patched.setenv("TIDINGS_LOG_LEVEL", "debug")
        road.start_enrich()
        road.start_index()
        road.start_ingest()
        yield Travelled(road, collector)


def test_one_trace_has_spans_of_all_stages_and_the_batches_link_to_it(travelled):
    spans = travelled.find_spans("good")
    assert {each.name for each in spans} == {
        "POST /v1/articles",
        f"send {travelled.road.enriching.raw}",
        f"process {travelled.road.enriching.raw}",
        f"process {travelled.road.indexing.topic}",
    }
    (sent,) = [each for each in spans if each.name.startswith("send ")]
    place = (sent.trace_id, sent.span_id)
    linked = {each.service for each in travelled.collector.spans() if place in each.links}
    assert linked == {"tidings-enrich", "tidings-index"}


def test_the_document_its_place_and_the_command_name_the_trace(travelled):
    road = travelled.road
    document = road.indexing.client().get(index=road.indexing.name, id=travelled.article_id)
    assert document["_source"]["lineage"]["trace_id"] == TRACES["good"]
    assert road.tell(travelled.article_id)["trace_id"] == TRACES["good"]
    variables = {
        **road.describe(),
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": road.enriching.kafka,
        "TIDINGS_ENRICH_INPUT_TOPIC": road.enriching.raw,
        "COLUMNS": "200",
    }
    for command in ("trace", "show"):
        done = CliRunner().invoke(build_app(), [command, travelled.article_id], env=variables)
        assert TRACES["good"] in done.output


def test_a_refusal_and_a_dead_letter_name_it_in_the_answer_the_message_and_the_log(travelled):
    refused = travelled.refused
    assert refused.status_code == 422
    assert refused.json()["trace_id"] == TRACES["refused"]
    assert refused.headers["traceresponse"][3:35] == TRACES["refused"]
    (line,) = travelled.find_lines("request refused")
    assert (line["trace_id"], line["status"]) == (TRACES["refused"], 422)

    letters = travelled.road.indexing.read_letters(3)
    assert {read_context(each.headers).trace_id for each in letters} == {TRACES["bad"]}
    lines = travelled.find_lines("dead letter")
    assert {(each["stage"], each["trace_id"]) for each in lines} == {
        ("enrich", TRACES["bad"]),
        ("index", TRACES["bad"]),
    }


def test_no_word_of_an_article_is_in_a_log_or_in_a_span_at_level_debug(travelled):
    logs = travelled.read_logs()
    assert len(logs) == 3
    escaped = CANARY.encode("unicode_escape").decode()
    for name, text in logs.items():
        assert '"event": "started"' in text, name
        assert CANARY not in text, name
        assert escaped not in text, name
    assert CANARY.encode() not in travelled.collector.raw
