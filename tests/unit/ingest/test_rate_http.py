"""What a sender is told about how many requests its key may make."""

from __future__ import annotations

from itertools import count

import pytest
from ingest_keys import NOW, add_bearer, add_webhook, bear, sign

from tidings_ingest.authentication import KeyCheck, OpenDoor
from tidings_ingest.keys.key_change import change_keys
from tidings_ingest.keys.key_watch import KeyWatch
from tidings_ingest.rate_limit import RateLimit

ARTICLE = '{"id":"a-1","headline":"临江大桥通车","body":"昨日通车。"}'.encode()


@pytest.fixture
def door():
    def ask_for_key(path):
        with change_keys(path):
            pass
        return KeyCheck(KeyWatch(path, count().__next__).read, lambda: NOW)

    return ask_for_key


@pytest.fixture
def rate_limit():
    return RateLimit(0.2, lambda: 0.0)


async def push(ingest, headers, body=ARTICLE):
    headers = {"Content-Type": "application/json", **headers}
    return await ingest.client.post("/v1/articles", content=body, headers=headers)


def count_bodies(ingest):
    return ingest.count("tidings_step_seconds_count", step="receive")


async def test_each_answer_says_what_is_left_also_one_that_refuses_the_body(ingest):
    token = add_bearer(ingest.keys, "riverside")
    answers = [await push(ingest, bear(token), body) for body in (ARTICLE, b"{")]

    assert [each.status_code for each in answers] == [202, 400]
    assert [each.headers["RateLimit"] for each in answers] == ['"key";r=1;t=5', '"key";r=0;t=10']
    assert {each.headers["RateLimit-Policy"] for each in answers} == {'"key";q=2;w=10'}


async def test_a_key_that_has_nothing_left_is_429_before_its_body_is_read(ingest):
    token, other = (add_bearer(ingest.keys, each) for each in ("riverside", "hill-daily"))
    for _ in range(2):
        assert (await push(ingest, bear(token))).status_code == 202

    answer = await push(ingest, bear(token))
    assert answer.status_code == answer.json()["status"] == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert "2 requests in 10 s" in answer.json()["detail"]
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["RateLimit"] == '"key";r=0;t=5'
    assert count_bodies(ingest) == 2
    assert ingest.count("tidings_retries_total", reason="rate_limited") == 1
    assert (ingest.gate.requests, ingest.gate.bytes) == (0, 0)
    assert (await push(ingest, bear(other))).status_code == 202


async def test_whoever_only_names_a_key_takes_nothing_off_it(ingest):
    secret = add_webhook(ingest.keys, "riverside")
    wrong = add_webhook(ingest.keys.with_name("other.json"), "riverside")
    for number in range(5):
        refused = await push(ingest, sign(wrong, ARTICLE, f"w{number}"))
        assert refused.status_code == 401
        assert "RateLimit" not in refused.headers

    statuses = [
        (await push(ingest, sign(secret, ARTICLE, f"m{number}"))).status_code for number in range(3)
    ]
    assert statuses == [202, 202, 429]


class TestAtAnOpenDoor:
    @pytest.fixture
    def door(self):
        return lambda _: OpenDoor()

    async def test_nobody_is_limited_or_told_of_limits(self, ingest):
        for _ in range(5):
            answer = await push(ingest, {}, b'{"headline":"a","source":"riverside"}')
            assert answer.status_code == 202
            assert "RateLimit" not in answer.headers
