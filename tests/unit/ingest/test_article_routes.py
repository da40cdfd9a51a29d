"""``GET`` and ``DELETE /v1/articles/{id}`` over HTTP, on a road in memory."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
from ingest_app import FakePublisher, open_ingest_app
from ingest_keys import NOW, add_bearer, add_webhook, bear, sign
from prometheus_client import CollectorRegistry
from whereabouts_parts import ID, MemoryRoad, make_article

from tidings.article import Article, Lineage
from tidings.identity import derive_revision
from tidings.metrics import StageMetrics
from tidings.outcome import Ok, Reject, Retry
from tidings.topics import RAW, RAW_DLQ
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.ports import UnavailableError
from tidings_ingest.article_desk import ArticleDesk
from tidings_ingest.article_routes import add_article_routes
from tidings_ingest.authentication import KeyCheck, OpenDoor
from tidings_ingest.guards import Gate
from tidings_ingest.inquiry import MOST_AT_ONCE, Inquiry
from tidings_ingest.keys.key_ring import KeyRing
from tidings_ingest.keys.key_watch import read_keys
from tidings_ingest.rate_limit import RateLimit
from tidings_ingest.repeats import Repeats, take_version

UNKNOWN = "f" * 32
PARENT = f"00-{'a' * 32}-{'b' * 16}-01"


@dataclass
class Desk:
    client: httpx.AsyncClient
    road: MemoryRoad
    publisher: FakePublisher
    repeats: Repeats
    registry: CollectorRegistry

    async def get(self, article_id=ID, **headers):
        return await self.client.get(f"/v1/articles/{article_id}", headers=headers)

    async def delete(self, article_id=ID, **headers):
        return await self.client.delete(f"/v1/articles/{article_id}", headers=headers)


@contextmanager
def wire_desk(authentication, rate_limit=None, find=None):
    """Give the application, and what is behind it; ``find`` stands in for the locator's."""
    road, publisher, repeats = MemoryRoad(), FakePublisher(), Repeats(lambda: 0.0)
    registry = CollectorRegistry()
    with ThreadPoolExecutor(1) as asker:
        desk = ArticleDesk(
            Inquiry(find or road.locator.find, asker, Gate(MOST_AT_ONCE), lambda: 0.0),
            publisher,
            authentication=authentication,
            rate_limit=rate_limit,
            repeats=repeats,
            metrics=StageMetrics("ingest", registry, version="test"),
            clock=lambda: NOW,
        )
        with open_ingest_app(
            authentication, add_routes=lambda app, intake: add_article_routes(app, desk)
        ) as opened:
            transport = httpx.ASGITransport(opened.app, raise_app_exceptions=True)
            client = httpx.AsyncClient(transport=transport, base_url="http://ingest")
            yield Desk(client, road, publisher, repeats, registry)


@pytest.fixture
def desk():
    with wire_desk(OpenDoor()) as wired:
        yield wired


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def locked(keys):
    """Give a desk with keys for ``gazette`` and ``hill-daily``, and their headers."""
    mine, theirs = (bear(add_bearer(keys, each)) for each in ("gazette", "hill-daily"))
    ring = KeyRing(read_keys(keys))
    with wire_desk(KeyCheck(lambda: ring, lambda: NOW)) as wired:
        yield wired, mine, theirs


def check_problem(answer, status, *words):
    document = answer.json()
    assert answer.status_code == document["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(word in document["detail"] for word in words), document["detail"]
    assert ("retry-after" in answer.headers) == (status == 503)


async def test_an_article_on_its_way_is_told_with_its_position(desk):
    desk.road.push(make_article(5))

    answer = await desk.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "id": ID,
        "state": "accepted",
        "status": "published",
        "source": "gazette",
        "feed": "front",
        "headline": "临江大桥通车",
        "revision": 5,
        "content_hash": "hash-5",
        "received_at": "2031-05-04T12:00:00Z",
        "trace_id": None,
        "held_until": None,
        "position": {"topic": RAW.name, "partition": 0, "offset": 0},
        "dead_letter": None,
        "indexed": None,
    }


async def test_a_dead_letter_is_told_with_its_reason_and_what_is_indexed_beside_it(desk):
    desk.road.index(make_article(1))
    desk.road.reject(make_article(2))

    told = ArticleAnswer.model_validate((await desk.get()).json())
    assert (told.state, told.revision, told.indexed.revision) == ("dead_lettered", 2, 1)
    letter = told.dead_letter
    assert (letter.stage, letter.reason, letter.detail) == ("enrich", "tagger_failed", "why")
    assert letter.position == f"{RAW_DLQ.name}:0:0"


async def test_what_nobody_knows_is_404_and_what_is_no_id_422(desk):
    for ask in (desk.get, desk.delete):
        check_problem(await ask(UNKNOWN), 404, "id")
        for wrong in ("x", ID.upper().replace("0", "A"), ID + "0", ID[:-1] + "%0A", "..%2F" + ID):
            answer = await ask(wrong)
            assert answer.status_code in {404, 422}
        check_problem(await ask("no-id"), 422, "id: an id has 32 hex digits, in small letters")
    assert desk.publisher.published == []


async def test_other_methods_are_told_both_that_there_are(desk):
    for method in ("POST", "PUT", "PATCH", "OPTIONS"):
        answer = await desk.client.request(method, f"/v1/articles/{ID}")
        check_problem(answer, 405, "GET, DELETE")
        assert answer.headers["allow"] == "GET, DELETE"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnavailableError("Elasticsearch", "on http://10.0.0.1:9200: refused"), "Elasticsearch"),
        (UnavailableError("Kafka", "on 10.0.0.1:9092: gone"), "Kafka"),
        (SpentError("not all could be read within 2 s"), "not all"),
    ],
)
async def test_without_an_answer_of_the_servers_it_is_503_and_never_404(error, words):
    def fail(article_id, budget):
        raise error

    with wire_desk(OpenDoor(), find=fail) as desk:
        for ask in (desk.get, desk.delete):
            answer = await ask()
            check_problem(answer, 503, words)
            assert "10.0.0.1" not in answer.text


async def test_a_backlog_beyond_the_budget_is_503():
    def read_for_ever(article_id, budget):
        while True:
            budget.count_message()

    with wire_desk(OpenDoor(), find=read_for_ever) as desk:
        check_problem(await desk.get(), 503, "20,000 messages")


async def test_few_ask_at_once_and_the_others_are_told_to_come_back():
    waiting, go_on = threading.Event(), threading.Event()

    def wait(article_id, budget):
        waiting.set()
        go_on.wait(30)

    with wire_desk(OpenDoor(), find=wait) as desk:
        asking = [asyncio.create_task(desk.get()) for _ in range(MOST_AT_ONCE)]
        await asyncio.to_thread(waiting.wait, 30)
        try:
            check_problem(await desk.get(), 503)
            # Who pushes has a gate of their own.
            push = await desk.client.post(
                "/v1/articles?source=gazette",
                content=b'{"headline":"a","body":"b"}',
                headers={"Content-Type": "application/json"},
            )
            assert push.status_code == 202
        finally:
            go_on.set()
        assert {each.status_code for each in await asyncio.gather(*asking)} == {404}


async def test_a_key_is_asked_for_and_signatures_are_not_taken(locked, keys):
    desk, mine, _ = locked
    desk.road.push(make_article())
    for ask in (desk.get, desk.delete):
        for headers in (
            {},
            bear("tid_nobody"),
            sign(add_webhook(keys, "gazette", ask.__name__), b""),
        ):
            answer = await ask(**headers)
            check_problem(answer, 401)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert desk.publisher.published == []
    assert (await desk.get(**mine)).status_code == 200


async def test_anothers_article_is_answered_as_one_that_nobody_knows(locked):
    desk, mine, theirs = locked
    desk.road.push(make_article())
    for ask in (desk.get, desk.delete):
        foreign = await ask(**theirs, traceparent=PARENT)
        unknown = await ask(UNKNOWN, **mine, traceparent=PARENT)
        check_problem(foreign, 404)
        assert foreign.content == unknown.content
    assert desk.publisher.published == []


async def test_what_does_not_tell_whose_it_is_is_told_to_no_key(locked):
    desk, mine, _ = locked
    desk.road.reject(make_article(), value=b"\xff")
    check_problem(await desk.get(**mine), 404)


async def test_questions_count_on_the_requests_of_a_key(keys):
    headers = bear(add_bearer(keys, "gazette"))
    ring = KeyRing(read_keys(keys))
    limit = RateLimit(0.1, lambda: 0.0)
    with wire_desk(KeyCheck(lambda: ring, lambda: NOW), limit) as desk:
        first, second = await desk.get(**headers), await desk.get(**headers)
    assert (first.status_code, second.status_code) == (404, 429)
    assert "ratelimit" in first.headers
    assert "retry-after" in second.headers


async def test_a_withdrawal_is_a_message_without_words_and_later_than_every_other(desk):
    late = derive_revision(None, NOW) + 1_000
    desk.road.index(make_article(1, url="https://example.org/7", language="zh-Hans"))
    desk.road.push(make_article(late, url="https://example.org/7", language="zh-Hans"))

    answer = await desk.delete(traceparent=PARENT)
    (published,) = desk.publisher.published
    assert answer.status_code == 202
    assert published == Article(
        id=ID,
        revision=late + 1,
        content_hash=published.content_hash,
        source="gazette",
        feed="front",
        url="https://example.org/7",
        language="zh-Hans",
        body="",
        status="withdrawn",
        received_at=NOW,
        lineage=Lineage(trace_id=PARENT[3:35]),
    )
    assert answer.json() == {
        "format": "withdrawal",
        "notes": [],
        "items": [
            {
                "id": ID,
                "status": "accepted",
                "headline": None,
                "source": "gazette",
                "revision": late + 1,
                "content_hash": published.content_hash,
            }
        ],
    }
    labels = {"stage": "ingest", "outcome": "accepted"}
    assert desk.registry.get_sample_value("tidings_items_total", labels) == 1


async def test_without_a_later_one_the_time_of_receipt_is_the_revision(desk):
    desk.road.index(make_article(1))
    await desk.delete()
    assert desk.publisher.published[0].revision == derive_revision(None, NOW)


async def test_what_is_withdrawn_already_is_answered_the_same_and_not_sent_again(desk):
    desk.road.index(make_article(1))
    first = await desk.delete()
    (withdrawal,) = desk.publisher.published
    desk.road.push(withdrawal)
    on_its_way = await desk.delete()
    desk.road.index(withdrawal)
    desk.road.commit(RAW)
    in_force = await desk.delete()

    assert [each.status_code for each in (first, on_its_way, in_force)] == [202] * 3
    assert first.json() == on_its_way.json() == in_force.json()
    assert len(desk.publisher.published) == 1
    assert (await desk.get()).json()["state"] == "withdrawn"


async def test_a_withdrawal_among_the_dead_letters_is_sent_again(desk):
    desk.road.index(make_article(1))
    desk.road.reject(make_article(2, status="withdrawn", body=""))
    assert (await desk.delete()).status_code == 202
    assert len(desk.publisher.published) == 1


async def test_an_article_that_was_published_again_can_be_withdrawn_again(desk):
    desk.road.index(make_article(1, status="withdrawn"))
    desk.road.push(make_article(2))
    assert (await desk.delete()).status_code == 202
    assert desk.publisher.published[0].revision > 2


async def test_an_unacknowledged_withdrawal_is_503_and_a_refused_one_says_why(desk):
    desk.road.index(make_article(1))
    desk.publisher.outcome = Retry("unacknowledged")
    check_problem(await desk.delete(), 503, "not acknowledged")
    desk.publisher.outcome = Reject("too_large", "larger than a message")
    check_problem(await desk.delete(), 422, "larger than a message")


async def test_after_a_withdrawal_the_text_before_it_is_no_unchanged_repeat(desk):
    article = make_article(1)
    version = take_version(article)
    desk.repeats.begin([ID])
    desk.repeats.finish([ID], [version])
    desk.road.index(article)
    assert desk.repeats.find_same(version) == 1

    assert desk.publisher.outcome == Ok("accepted")
    await desk.delete()
    assert desk.repeats.find_same(version) is None


async def test_the_description_names_both_routes_and_every_answer(locked):
    desk, _, _ = locked
    description = (await desk.client.get("/openapi.json")).json()
    path = description["paths"]["/v1/articles/{id}"]
    assert path.keys() == {"get", "delete"}
    for method, good in (("get", "200"), ("delete", "202")):
        wanted = {good, "401", "404", "405", "422", "429", "500", "503"}
        assert path[method]["responses"].keys() == wanted
        assert path[method]["security"] == [{"key": []}]
    schemas = description["components"]["schemas"]
    assert "ArticleAnswer" in schemas
    assert all(f"#/components/schemas/{name}'" in str(description) for name in schemas)
