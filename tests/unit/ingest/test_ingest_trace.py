"""Each request has a trace: its id is in the answer, in problems, log lines and articles."""

from __future__ import annotations

import re

import pytest
import structlog
from structlog.testing import capture_logs

from tidings.logging import name_trace
from tidings.outcome import Retry
from tidings.tracing.context import parse_traceparent

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
ARTICLE = '{"id": "1", "headline": "桥", "body": "渡口镇的桥修好了。"}'
PAGE = "第一版\n\n桥修好了\n\n渡口镇的桥修好了，昨天通车。\n"


def read_answer(answer):
    return parse_traceparent(answer.headers["traceresponse"].encode())


async def test_the_senders_trace_is_in_the_answer_and_in_the_article(ingest):
    answer = await ingest.push(ARTICLE, headers={"traceparent": PARENT})
    assert answer.status_code == 202
    assert answer.headers["traceresponse"] == PARENT
    (article,) = ingest.publisher.published
    assert article.lineage.trace_id == TRACE


@pytest.mark.parametrize("told", [None, "x", PARENT.upper(), f"ff{PARENT[2:]}", "0" * 60_000])
async def test_without_a_valid_one_each_request_gets_a_trace_of_its_own(ingest, told):
    headers = {} if told is None else {"traceparent": told}
    answers = [await ingest.push(ARTICLE.replace("1", n), headers=headers) for n in "12"]
    ids = [read_answer(each).trace_id for each in answers]
    assert ids == [each.lineage.trace_id for each in ingest.publisher.published]
    assert len({TRACE, *ids}) == 3


async def test_of_two_headers_none_is_taken(ingest):
    headers = [("traceparent", PARENT), ("traceparent", PARENT), ("content-type", "text/plain")]
    answer = await ingest.client.post("/v1/articles?source=gazette", content=PAGE, headers=headers)
    assert answer.status_code == 202
    assert read_answer(answer).trace_id != TRACE


async def test_a_page_that_a_thread_reads_gives_the_id_to_each_article(ingest):
    await ingest.push(PAGE, "text/plain", headers={"traceparent": PARENT})
    assert ingest.publisher.published
    assert {each.lineage.trace_id for each in ingest.publisher.published} == {TRACE}


async def test_a_repeat_under_another_trace_is_unchanged_and_sent_no_second_time(ingest):
    await ingest.push(ARTICLE)
    again = await ingest.push(ARTICLE, headers={"traceparent": PARENT})
    assert again.json()["items"][0]["status"] == "unchanged"
    assert len(ingest.publisher.published) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status"), [("x", "audio/ogg", 415), ("{", "application/json", 400)]
)
async def test_a_problem_names_the_trace_of_its_answer(ingest, body, content_type, status):
    answer = await ingest.push(body, content_type)
    assert answer.status_code == status
    assert answer.json()["trace_id"] == read_answer(answer).trace_id


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/articles"])
async def test_what_the_framework_refuses_names_it_too(ingest, path):
    answer = await ingest.client.put(path, headers={"traceparent": PARENT})
    assert answer.json()["trace_id"] == TRACE


async def test_what_is_refused_for_its_head_alone_names_it_too(ingest):
    answer = await ingest.client.post("/v1/articles?source=a&source=b")
    assert answer.status_code == 422
    assert answer.json()["trace_id"] == read_answer(answer).trace_id


async def test_an_error_of_ours_names_it_in_the_log_and_in_the_answer(ingest):
    ingest.publisher.error = ValueError("渡口镇")
    with capture_logs([name_trace]) as lines:
        answer = await ingest.push(ARTICLE, headers={"traceparent": PARENT})
    assert (answer.status_code, answer.json()["trace_id"]) == (500, TRACE)
    assert [(each["event"], each["trace_id"]) for each in lines] == [
        ("unexpected", TRACE),
        ("request refused", TRACE),
    ]


async def test_a_refusal_is_one_line_and_a_taken_article_is_none(ingest):
    with capture_logs([name_trace]) as lines:
        await ingest.push(ARTICLE)
        assert lines == []
        ingest.publisher.outcome = Retry("unacknowledged")
        answer = await ingest.push(ARTICLE.replace("1", "2"), headers={"traceparent": PARENT})
    assert answer.json()["trace_id"] == TRACE
    (line,) = lines
    expected = {"event": "request refused", "status": 503, "route": "/v1/articles"}
    assert expected.items() <= {**line}.items()
    assert (line["trace_id"], line["log_level"]) == (TRACE, "warning")


async def test_a_probe_that_is_answered_503_is_no_line(ingest):
    ingest.liveness.waits_for("kafka")
    with capture_logs() as lines:
        assert (await ingest.client.get("/readyz")).status_code == 503
    assert lines == []


async def test_the_seconds_of_a_request_name_its_trace_as_an_exemplar(ingest):
    await ingest.push(ARTICLE, headers={"traceparent": PARENT})
    exemplars = [
        sample.exemplar.labels
        for family in ingest.registry.collect()
        for sample in family.samples
        if family.name == "tidings_http_request_seconds" and sample.exemplar
    ]
    assert exemplars == [{"trace_id": TRACE}]


async def test_one_request_leaves_no_trace_to_the_next_line_of_the_log(ingest):
    await ingest.push(ARTICLE, headers={"traceparent": PARENT})
    with capture_logs([name_trace]) as lines:
        structlog.get_logger().info("later")
    assert "trace_id" not in lines[0]


async def test_the_same_idempotency_key_has_the_same_answer_under_the_trace_of_each(ingest):
    key = {"Idempotency-Key": "k1"}
    first = await ingest.push(ARTICLE, headers=key)
    again = await ingest.push(ARTICLE, headers={**key, "traceparent": PARENT})
    assert first.content == again.content
    assert read_answer(first).trace_id != read_answer(again).trace_id == TRACE
    assert re.fullmatch("[0-9a-f]{32}", read_answer(first).trace_id)
