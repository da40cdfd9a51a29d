"""Ingest and a real Kafka: 202 means that it is there, and an outage is answered in time."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from stack_fixtures import wait_until

from tidings.article import Article
from tidings_ingest.article_size import MOST_TEXT_BYTES
from tidings_ingest.publisher import DEADLINE_S

pytestmark = pytest.mark.servers
SOON_S = 30.0
# The answer, the way there and back, and a machine that does other things too.
ANSWERED_WITHIN_S = DEADLINE_S + 3


def wait_for_answer(ingest, path, status, words=""):
    def holds():
        got, text = ingest.ask(path)
        return got == status and words in text

    wait_until(holds, SOON_S, f"{path} to answer {status} {words}: {ingest.ask(path)}")


def start_ready(ingest):
    ingest.create_topic()
    process = ingest.start()
    wait_for_answer(ingest, "/readyz", 200)
    return process


def test_an_accepted_article_is_on_the_topic_under_its_id(ingest):
    start_ready(ingest)

    answer = ingest.post(1)
    assert answer.status_code == 202
    (item,) = answer.json()["items"]
    value = ingest.read_topic({item["id"]})[item["id"]]
    article = Article.from_bytes(value)
    assert (article.id, article.headline, article.source) == (item["id"], "第1篇", "gazette")
    assert (article.revision, article.content_hash) == (item["revision"], item["content_hash"])


def test_the_largest_article_is_on_the_topic_and_a_larger_one_is_refused(ingest):
    start_ready(ingest)

    def push(size):
        return httpx.post(
            f"{ingest.url}/v1/articles?source=gazette",
            # Each quotation mark takes two bytes once it is written as JSON.
            content=b'"' * size,
            headers={"Content-Type": "text/plain"},
            timeout=60,
        )

    refused = push(MOST_TEXT_BYTES + 1)
    assert refused.status_code == 413
    assert "1048577 bytes" in refused.json()["detail"]
    (item,) = push(MOST_TEXT_BYTES).json()["items"]
    assert len(ingest.read_topic({item["id"]})[item["id"]]) > 2 * MOST_TEXT_BYTES


def test_texts_under_one_id_come_to_the_topic_in_the_order_of_the_request(ingest):
    start_ready(ingest)
    lines = [f'{{"id":"a-1","headline":"{n}"}}' for n in (1, 1, 2, 3, 2)]

    def push():
        answer = httpx.post(
            f"{ingest.url}/v1/articles?source=gazette",
            content="\n".join(lines).encode(),
            headers={"Content-Type": "application/x-ndjson"},
        )
        return [each["status"] for each in answer.json()["items"]]

    assert push() == ["accepted", "unchanged", "accepted", "accepted", "accepted"]
    sent = [Article.from_bytes(each) for each in ingest.read_values(4)]
    assert [each.headline for each in sent] == ["1", "2", "3", "2"]
    assert len({each.revision for each in sent}) == 1
    # The last of them is what is on the road.
    del lines[:4]
    assert push() == ["unchanged"]


def test_kafka_down_is_answered_in_time_and_recovered_from(ingest, servers):
    process = start_ready(ingest)
    assert ingest.post(0).status_code == 202
    servers.server("kafka").kill()

    started = time.monotonic()
    with ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(ingest.post, range(1, 61)))
    assert time.monotonic() - started < ANSWERED_WITHIN_S
    assert {each.status_code for each in answers} == {503}
    assert all(int(each.headers["Retry-After"]) > 0 for each in answers)
    assert answers[0].headers["Content-Type"] == "application/problem+json"
    wait_for_answer(ingest, "/readyz", 503, "waiting for kafka")
    assert ingest.ask("/healthz")[0] == 200

    servers.server("kafka").start()
    wait_until(lambda: ingest.post(1).status_code == 202, SOON_S, "the first 202 after it")
    wait_for_answer(ingest, "/readyz", 200)
    assert process.poll() is None


def test_a_stage_started_before_kafka_and_the_topic_waits_for_both(ingest, servers):
    servers.server("kafka").stop()
    ingest.start()
    wait_for_answer(ingest, "/readyz", 503, "waiting for kafka")
    started = time.monotonic()
    answer = ingest.post(1)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert time.monotonic() - started < ANSWERED_WITHIN_S

    servers.server("kafka").start()
    wait_for_answer(ingest, "/readyz", 503, f"waiting for the topic {ingest.topic}")
    assert ingest.post(1).status_code == 503
    ingest.create_topic()
    wait_for_answer(ingest, "/readyz", 200)
    wait_until(lambda: ingest.post(1).status_code == 202, SOON_S, "the first 202")


def test_a_stop_under_load_finishes_what_it_has_taken(ingest):
    process = start_ready(ingest)
    acknowledged = []

    def push(first):
        with httpx.Client() as client:
            for number in range(first, first + 10_000):
                try:
                    answer = ingest.post(number, client)
                except httpx.TransportError:
                    return
                if answer.status_code == 202:
                    acknowledged.append(answer.json()["items"][0]["id"])

    with ThreadPoolExecutor(8) as pool:
        pushing = [pool.submit(push, first * 10_000) for first in range(8)]
        wait_until(lambda: len(acknowledged) > 200, SOON_S, "some load")
        process.terminate()
        assert process.wait(20) == 0
        for each in pushing:
            each.result()
    assert set(acknowledged) <= ingest.read_topic(set(acknowledged)).keys()


def test_a_stop_while_kafka_is_away_ends_in_time(ingest, servers):
    process = start_ready(ingest)
    servers.server("kafka").kill()
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(ingest.post, number) for number in range(4)]
        time.sleep(0.5)
        process.terminate()
        assert process.wait(20) == 0
        assert {each.result().status_code for each in waiting} == {503}


def test_a_port_that_is_taken_is_named(ingest):
    with socket.create_server(("127.0.0.1", ingest.port)):
        process = ingest.start()
        assert process.wait(20) == 1
    assert "TIDINGS_HTTP_PORT" in ingest.log
    assert "Traceback" not in ingest.log
