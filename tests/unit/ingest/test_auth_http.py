"""Nobody pushes without a key, and a key pushes only to its source."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from itertools import count

import pytest
from ingest_keys import NOW, add_bearer, add_webhook, bear, sign
from structlog.testing import capture_logs

from tidings.outcome import Ok, Retry
from tidings_ingest.authentication import KeyCheck
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.keys.key_watch import KeyWatch

ARTICLE = '{"id":"a-1","headline":"临江大桥通车","body":"昨日通车。"}'.encode()
CORRECTION = '{"id":"a-1","headline":"临江大桥通车","body":"今日通车。"}'.encode()
TRACED = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
FOREIGN = b'{"headline":"a","source":"hill-daily"}'


@pytest.fixture
def door():
    def ask_for_key(path):
        with change_keys(path):
            pass
        # Each look at the clock is a second later, so that a change counts at once.
        return KeyCheck(KeyWatch(path, count().__next__).read, lambda: NOW)

    return ask_for_key


async def push(ingest, headers, body=ARTICLE, content_type="application/json", **params):
    headers = {"Content-Type": content_type, **headers}
    return await ingest.client.post("/v1/articles", content=body, headers=headers, params=params)


def check_refused(ingest, answer, where, word=""):
    document = answer.json()
    assert answer.status_code == document["status"] == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == 'Bearer realm="tidings"'
    assert document["errors"][0]["where"] == where
    assert word in document["detail"]
    assert ingest.publisher.published == []


def count_bodies(ingest):
    return ingest.count("tidings_step_seconds_count", step="receive")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Basic dGlkOnRpZA=="},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer tid_"},
        {"Authorization": "Bearer tid_000000000000_" + "A" * 43},
        {"Authorization": "Bearer \u00e9".encode("latin-1")},
        {"Authorization": "Bearer " + "x" * 10_000},
    ],
)
async def test_nobody_pushes_without_a_key(ingest, headers):
    add_bearer(ingest.keys, "riverside")

    check_refused(ingest, await push(ingest, headers, source="riverside"), "Authorization")
    assert ingest.count("tidings_items_total", outcome="unauthorized") == 1
    assert ingest.count("tidings_items_total", outcome="rejected") == 0


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
async def test_a_key_names_the_source_where_nothing_else_does(ingest, scheme):
    token = add_bearer(ingest.keys, "riverside")

    answer = await push(ingest, {"Authorization": f"{scheme} {token}"})
    assert answer.status_code == 202
    assert answer.json()["items"][0]["source"] == "riverside"
    assert (await push(ingest, bear(token), source="riverside")).status_code == 202


async def test_the_answer_does_not_tell_whether_a_key_exists(ingest):
    token = add_bearer(ingest.keys, "riverside")
    wrong = (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token[:20],
        f"{token} ",
        f"{token}=",
        token.replace("tid_", "tid_0", 1),
        "tid_000000000000_" + "A" * 43,
        "tid_é_x",
    )
    answers = {
        (
            await push(ingest, {"Authorization": f"Bearer {each}".encode(), **TRACED}, source="x")
        ).content
        for each in wrong
        if each.strip() != token
    }
    assert len(answers) == 1


async def test_no_token_stands_in_a_log_line(ingest, caplog):
    token = add_bearer(ingest.keys, "riverside")
    wrong = f"{token[:-6]}canary"
    with capture_logs() as lines, caplog.at_level("DEBUG"):
        for each in (token, wrong):
            await push(ingest, bear(each))
            await push(ingest, bear(each), b"{")
            await push(ingest, bear(each), source="hill-daily")
    assert token.split("_", 2)[2][:-6] not in f"{lines} {caplog.text}"


async def test_a_revoked_key_is_refused_and_the_other_of_its_source_is_not(ingest):
    first = add_bearer(ingest.keys, "riverside", "old")
    second = add_bearer(ingest.keys, "riverside", "new")
    assert (await push(ingest, bear(first))).status_code == 202
    with change_keys(ingest.keys) as keys:
        del keys[0]

    ingest.publisher.published.clear()
    check_refused(ingest, await push(ingest, bear(first)), "Authorization")
    assert (await push(ingest, bear(second))).status_code == 202


async def test_a_key_is_asked_for_before_the_body_is_read(ingest):
    check_refused(ingest, await push(ingest, bear("tid_x_y")), "Authorization")
    token = add_bearer(ingest.keys, "riverside")
    assert (await push(ingest, bear(token), source="hill-daily")).status_code == 403
    assert count_bodies(ingest) == 0


async def test_another_source_in_the_request_is_forbidden_naming_both(ingest):
    token = add_bearer(ingest.keys, "riverside")
    add_bearer(ingest.keys, "hill-daily")

    answer = await push(ingest, bear(token), source="hill-daily")
    assert answer.status_code == answer.json()["status"] == 403
    assert answer.json()["errors"][0]["where"] == "source"
    assert "hill-daily" in answer.json()["detail"]
    assert "riverside" in answer.json()["detail"]
    assert "www-authenticate" not in answer.headers
    assert ingest.publisher.published == []
    assert ingest.count("tidings_items_total", outcome="unauthorized") == 1


async def test_another_source_in_the_only_article_is_forbidden_too(ingest):
    token = add_bearer(ingest.keys, "riverside")

    answer = await push(ingest, bear(token), FOREIGN)
    assert answer.status_code == 403
    assert "the article says hill-daily, and the key is for riverside" in answer.text
    assert ingest.publisher.published == []


async def test_of_several_articles_those_of_the_key_are_taken(ingest):
    token = add_bearer(ingest.keys, "riverside")
    batch = b"\n".join((ARTICLE, FOREIGN, b'{"headline":"b","source":"riverside"}'))

    answer = await push(ingest, bear(token), batch, "application/x-ndjson")
    assert answer.status_code == 202
    items = answer.json()["items"]
    assert [each["status"] for each in items] == ["accepted", "rejected", "accepted"]
    assert "hill-daily" in items[1]["problem"]["detail"]
    assert {each.source for each in ingest.publisher.published} == {"riverside"}
    assert ingest.count("tidings_items_total", outcome="unauthorized") == 1
    assert ingest.count("tidings_items_total", outcome="accepted") == 2


async def test_a_signed_push_is_taken_for_the_source_of_its_key(ingest):
    add_webhook(ingest.keys, "hill-daily")
    secret = add_webhook(ingest.keys, "riverside")

    for number, params in enumerate(({}, {"source": "riverside"})):
        answer = await push(ingest, sign(secret, ARTICLE, f"m{number}"), **params)
        assert answer.status_code == 202
        assert answer.json()["items"][0]["source"] == "riverside"
    assert (await push(ingest, sign(secret, FOREIGN, "m2"), FOREIGN)).status_code == 403


async def test_what_is_signed_is_the_body_as_it_is_sent(ingest):
    secret, packed = add_webhook(ingest.keys, "riverside"), gzip.compress(ARTICLE)
    zipped = {"Content-Encoding": "gzip"}

    unpacked = await push(ingest, sign(secret, ARTICLE) | zipped, packed)
    check_refused(ingest, unpacked, "webhook-signature")
    assert (await push(ingest, sign(secret, packed) | zipped, packed)).status_code == 202


@pytest.mark.parametrize("source", [None, "riverside", "hill-daily", "nobody"])
async def test_a_signature_that_fits_no_key_of_the_source_is_refused(ingest, source):
    secret = add_webhook(ingest.keys, "riverside")
    other = add_webhook(ingest.keys.with_name("other.json"), "riverside")
    params = {"source": source} if source else {}

    answers = [await push(ingest, sign(other, ARTICLE), **params)]
    if source in {"hill-daily", "nobody"}:
        answers.append(await push(ingest, sign(secret, ARTICLE), **params))
    answers.append(await push(ingest, sign(secret, ARTICLE), ARTICLE + b" ", **params))
    for answer in answers:
        check_refused(ingest, answer, "webhook-signature", "no key of ours")


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_signature_of_another_time_is_refused_without_its_body(ingest, seconds):
    secret = add_webhook(ingest.keys, "riverside")
    headers = sign(secret, ARTICLE, at=NOW + timedelta(seconds=seconds))

    check_refused(ingest, await push(ingest, headers), "webhook-timestamp", "300 s")
    assert count_bodies(ingest) == 0


async def test_where_no_key_is_for_signatures_no_body_is_read_for_one(ingest):
    add_bearer(ingest.keys, "riverside")
    secret = add_webhook(ingest.keys.with_name("other.json"), "riverside")

    check_refused(ingest, await push(ingest, sign(secret, ARTICLE)), "webhook-signature")
    assert count_bodies(ingest) == 0


async def test_a_signed_push_that_comes_again_gets_its_answer_and_makes_no_message(ingest):
    secret = add_webhook(ingest.keys, "riverside")
    first = await push(ingest, sign(secret, ARTICLE))
    # A sender that tries again signs anew; one that has only listened sends what it has heard.
    later = sign(secret, ARTICLE, at=NOW + timedelta(seconds=60))
    replayed = sign(secret, ARTICLE) | {"Idempotency-Key": "another"}

    for headers in (later, replayed):
        again = await push(ingest, headers)
        assert (again.status_code, again.content) == (202, first.content)
    assert len(ingest.publisher.published) == 1
    resent = sign(secret, CORRECTION)
    assert (await push(ingest, resent, CORRECTION)).status_code == 422
    assert len(ingest.publisher.published) == 1
    other = await push(ingest, replayed, feed="front")
    assert other.status_code == 422
    assert other.json()["errors"][0]["where"] == "webhook-id"


async def test_a_signed_push_that_failed_is_taken_when_it_comes_again(ingest):
    secret = add_webhook(ingest.keys, "riverside")
    ingest.publisher.outcome = Retry("unacknowledged")
    assert (await push(ingest, sign(secret, ARTICLE))).status_code == 503
    ingest.publisher.outcome = Ok("accepted")

    assert (await push(ingest, sign(secret, ARTICLE))).status_code == 202


async def test_a_recorded_push_cannot_overwrite_a_later_correction(ingest):
    secret = add_webhook(ingest.keys, "riverside")
    before, after = NOW - timedelta(seconds=200), NOW - timedelta(seconds=100)
    for number, (body, at) in enumerate(((ARTICLE, before), (CORRECTION, after))):
        signed = sign(secret, body, f"m{number}", at)
        assert (await push(ingest, signed, body)).status_code == 202

    first, second = ingest.publisher.published
    assert first.revision == int(before.timestamp() * 1000) < second.revision
    assert first.received_at == second.received_at == NOW
    dated = json.dumps({"headline": "a", "modified_at": "2031-05-01T00:00:00Z"}).encode()
    await push(ingest, sign(secret, dated, "m2"), dated)
    assert ingest.publisher.published[2].revision < first.revision


async def test_two_senders_may_call_different_requests_the_same(ingest):
    one, two = (add_bearer(ingest.keys, each) for each in ("riverside", "hill-daily"))
    for token, body in ((one, ARTICLE), (two, b'{"headline":"a"}')):
        headers = bear(token) | {"Idempotency-Key": "1"}
        assert (await push(ingest, headers, body)).status_code == 202
    assert {each.source for each in ingest.publisher.published} == {"riverside", "hill-daily"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/docs", "/openapi.json"])
async def test_health_and_the_description_are_open(ingest, path):
    assert (await ingest.client.get(path)).status_code == 200


async def test_the_description_says_how_a_key_is_shown(ingest):
    description = (await ingest.client.get("/openapi.json")).json()

    security = description["paths"]["/v1/articles"]["post"]["security"]
    assert {name for each in security for name in each} == set(
        description["components"]["securitySchemes"]
    )
