"""What a feed sends and what it gets back over HTTP."""

from __future__ import annotations

import gzip
import json

import pytest

from tidings.formats import FORMATS, MOST_BODY_BYTES
from tidings.outcome import Ok, Reject, Retry

ARTICLE = '{"id":"a-1","headline":"临江大桥通车","body":"昨日通车。"}'.encode()
PAGE = "临江大桥通车\n\n本报讯(记者 周小禾)昨日，临江大桥通车，三百名市民到场。\n".encode()


def check_problem(answer, status, *words):
    document = answer.json()
    assert answer.status_code == document["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert document.keys() == {"type", "title", "status", "detail", "errors", "trace_id"}
    assert document["type"] == "about:blank"
    assert all(word in document["detail"] for word in words), document["detail"]
    return document


async def test_202_names_each_article_that_is_safe(ingest):
    answer = await ingest.push(ARTICLE)

    (article,) = ingest.publisher.published
    assert answer.status_code == 202
    assert answer.json() == {
        "format": "json",
        "notes": [],
        "items": [
            {
                "id": article.id,
                "status": "accepted",
                "headline": "临江大桥通车",
                "source": "gazette",
                "revision": article.revision,
                "content_hash": article.content_hash,
            }
        ],
    }
    assert ingest.count("tidings_items_total", outcome="accepted") == 1


async def test_a_headline_as_long_as_a_book_is_shortened_in_the_answer_alone(ingest):
    headline = "桥" * 300_000
    answer = await ingest.push(json.dumps({"headline": headline}).encode())

    assert answer.json()["items"][0]["headline"] == "桥" * 100 + "…"
    assert ingest.publisher.published[0].headline == headline


async def test_the_same_article_gets_the_same_id_and_another_source_another(ingest):
    first, again = [(await ingest.push(ARTICLE)).json()["items"][0]["id"] for _ in range(2)]
    other = (await ingest.push(ARTICLE, source="hill-daily")).json()["items"][0]["id"]

    assert first == again != other


async def test_a_page_in_another_encoding_is_taken_with_a_note(ingest):
    answer = await ingest.push(PAGE.decode().encode("gb18030"), "text/plain", feed="front")

    assert answer.status_code == 202
    assert answer.json()["notes"] == ["read as gb18030"]
    assert ingest.publisher.published[0].feed == "front"


async def test_a_body_without_a_type_is_recognised(ingest):
    assert (await ingest.push(ARTICLE, None)).json()["format"] == "json"
    assert (await ingest.push(PAGE, "application/octet-stream")).json()["format"] == "text"


async def test_what_the_article_says_of_its_source_goes_before_what_the_request_says(ingest):
    answer = await ingest.push(b'{"headline":"a","source":"hill-daily","feed":"wire"}', feed="x")

    assert answer.json()["items"][0]["source"] == "hill-daily"
    assert ingest.publisher.published[0].feed == "wire"


async def test_an_article_of_nobody_is_refused(ingest):
    answer = await ingest.client.post("/v1/articles", content=ARTICLE)

    document = check_problem(answer, 422, "source", "?source=")
    assert document["errors"][0]["where"] == "source"


@pytest.mark.parametrize("name", ["a b", "", "../x", "x" * 101, "a\n", "-a", "a\u202eb"])
async def test_a_source_that_is_no_name_is_refused_before_anything_is_read(ingest, name):
    document = check_problem(await ingest.push(b"\x89PNG", source=name), 422)

    assert document["errors"][0]["where"] == "source"


@pytest.mark.parametrize(
    ("body", "content_type", "status", "word"),
    [
        (b"", "text/plain", 422, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "text/plain", 415, "binary"),
        (b"{", "application/json", 400, "no JSON"),
        (b'{"headline":1}', "application/json", 422, "headline"),
        (ARTICLE, "image/png", 415, "text/plain, application/json"),
        (ARTICLE, "text/plain; charset=nonsense", 415, "charset"),
        (b"[" * 100_000, "application/json", 400, "deep"),
    ],
)
async def test_a_body_that_cannot_be_taken_gets_its_status_and_the_reason(
    ingest, body, content_type, status, word
):
    check_problem(await ingest.push(body, content_type), status, word)
    assert ingest.publisher.published == []
    assert ingest.count("tidings_items_total", outcome="rejected") == 1


async def test_every_wrong_field_is_named(ingest):
    answer = await ingest.push(b'{"url":"x","language":"?","published_at":"today"}')

    document = check_problem(answer, 422, "and 2 more")
    assert {each["where"] for each in document["errors"]} == {"url", "language", "published_at"}


async def test_a_declared_size_over_the_limit_is_refused_unread(ingest):
    headers = {"Content-Length": str(1024**3)}

    check_problem(await ingest.push(b"x", headers=headers), 413, "too large", "16 MiB")


async def test_a_body_of_unknown_size_is_counted(ingest):
    async def chunks():
        for _ in range(MOST_BODY_BYTES // 65_536 + 1):
            yield b"x" * 65_536

    check_problem(await ingest.push(chunks(), "text/plain"), 413, "too large")
    assert (ingest.gate.requests, ingest.gate.bytes) == (0, 0)


async def test_a_packed_body_is_taken_as_if_it_were_not(ingest):
    answer = await ingest.push(gzip.compress(ARTICLE), headers={"Content-Encoding": "gzip"})

    plain = await ingest.push(ARTICLE)
    assert answer.status_code == 202
    assert answer.json()["items"][0]["id"] == plain.json()["items"][0]["id"]
    assert (ingest.gate.requests, ingest.gate.bytes) == (0, 0)


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (gzip.compress(bytes(MOST_BODY_BYTES + 1), mtime=0), "gzip", 413),
        (b"\x1f\x8b", "gzip", 400),
        (b"x", "br", 415),
    ],
)
async def test_a_body_that_cannot_be_unpacked_within_the_limit_is_refused(
    ingest, body, encoding, status
):
    answer = await ingest.push(body, headers={"Content-Encoding": encoding})

    check_problem(answer, status, "Content-Encoding")
    assert (ingest.gate.requests, ingest.gate.bytes) == (0, 0)


async def test_small_packed_bodies_leave_room_for_each_other(ingest):
    """What a packed body may become at most would leave room for two of them."""
    packed = gzip.compress(ARTICLE)
    ingest.gate.bytes = 3 * MOST_BODY_BYTES - 100_000

    answer = await ingest.push(packed, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 202
    assert ingest.gate.bytes == 3 * MOST_BODY_BYTES - 100_000


async def test_a_body_that_is_packed_better_than_usual_is_taken_all_the_same(ingest):
    long = b'{"headline":"a","body":"' + b"a" * 500_000 + b'"}'
    packed = gzip.compress(long)
    assert len(packed) < 1_000

    answer = await ingest.push(packed, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 202


async def test_a_repeat_is_unchanged_with_its_receipt_and_makes_no_message(ingest):
    first = (await ingest.push(ARTICLE)).json()["items"][0]
    answer = await ingest.push(ARTICLE)

    assert answer.status_code == 202
    assert answer.json()["items"] == [{**first, "status": "unchanged"}]
    assert len(ingest.publisher.published) == 1
    assert ingest.count("tidings_items_total", outcome="unchanged") == 1
    assert ingest.count("tidings_items_total", outcome="accepted") == 1


async def test_a_batch_of_repeats_and_of_what_cannot_be_taken_is_202(ingest):
    await ingest.push(ARTICLE)
    batch = ARTICLE + b'\n{"id":1}'

    answer = await ingest.push(batch, "application/x-ndjson")
    assert answer.status_code == 202
    assert [each["status"] for each in answer.json()["items"]] == ["unchanged", "rejected"]


HUGE = b'{"headline":"a","body":"' + b"a" * 1024**2 + b'"}'


async def test_one_article_that_is_too_large_is_413_and_holds_up_no_other(ingest):
    check_problem(await ingest.push(HUGE), 413, "1048577 bytes", "1 MiB")

    answer = await ingest.push(HUGE + b"\n" + ARTICLE, "application/x-ndjson")
    assert answer.status_code == 202
    rejected, accepted = answer.json()["items"]
    assert (rejected["status"], accepted["status"]) == ("rejected", "accepted")
    assert rejected["problem"]["where"] == "article"
    check_problem(await ingest.push(HUGE + b"\n{}", "application/x-ndjson"), 422)


async def test_more_than_a_thousand_articles_of_a_text_are_too_many(ingest):
    text = "".join(
        f"第{n}座大桥昨日通车\n\n本报讯(记者 周小禾)昨日，临江大桥通车，三百名市民到场。\n\n"
        for n in range(1_001)
    ).encode()

    check_problem(await ingest.push(text, "text/plain"), 413, "1001 articles", "1000")


async def test_an_unacknowledged_article_is_503_and_may_be_sent_again(ingest):
    ingest.publisher.outcome = Retry("unacknowledged")

    answer = await ingest.push(ARTICLE)
    check_problem(answer, 503, "1 of 1", "send the same request again")
    assert int(answer.headers["Retry-After"]) > 0
    assert ingest.count("tidings_retries_total", reason="unacknowledged") == 1
    assert ingest.count("tidings_in_flight_items") == 0


async def test_an_article_that_the_topic_can_never_take_is_refused_alone(ingest):
    ingest.publisher.outcome = Reject("too_large", "larger than a message may be")

    check_problem(await ingest.push(ARTICLE), 413, "larger than a message")


async def test_too_many_at_once_are_told_to_come_back(ingest):
    ingest.gate.requests = 10_000

    answer = await ingest.push(ARTICLE)
    check_problem(answer, 503)
    assert answer.headers["Retry-After"] == "1"


async def test_bodies_that_do_not_fit_beside_the_others_are_told_to_come_back(ingest):
    ingest.gate.bytes = 3 * MOST_BODY_BYTES - 10

    check_problem(await ingest.push(ARTICLE), 503, "memory")
    assert ingest.gate.bytes == 3 * MOST_BODY_BYTES - 10


async def test_an_error_of_ours_is_a_500_that_tells_nothing_of_the_text(ingest, capsys):
    ingest.publisher.error = RuntimeError("临江大桥通车")

    check_problem(await ingest.push(ARTICLE), 500)
    said = capsys.readouterr()
    assert "临江大桥" not in said.out + said.err


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/articles", 405),
        ("DELETE", "/v1/articles", 405),
        ("POST", "/healthz", 405),
    ],
)
async def test_a_wrong_path_or_method_is_a_problem_too(ingest, method, path, status):
    answer = await ingest.client.request(method, path)

    check_problem(answer, status)
    assert ("allow" in answer.headers) is (status == 405)


async def test_the_same_key_and_request_get_the_same_answer_without_a_second_message(ingest):
    headers = {"Idempotency-Key": "k-1"}
    first = await ingest.push(ARTICLE, headers=headers)
    again = await ingest.push(ARTICLE, headers=headers)

    assert first.content == again.content
    assert len(ingest.publisher.published) == 1
    check_problem(await ingest.push(PAGE, "text/plain", headers=headers), 422, "Idempotency-Key")
    check_problem(await ingest.push(ARTICLE, headers={"Idempotency-Key": ""}), 422)


async def test_a_request_that_failed_is_taken_again_under_its_key(ingest):
    headers = {"Idempotency-Key": "k-2"}
    ingest.publisher.outcome = Retry("unacknowledged")
    assert (await ingest.push(ARTICLE, headers=headers)).status_code == 503
    ingest.publisher.outcome = Ok("accepted")

    assert (await ingest.push(ARTICLE, headers=headers)).status_code == 202


async def test_health_and_readiness_say_what_the_stage_waits_for(ingest):
    assert (await ingest.client.get("/readyz")).status_code == 200
    ingest.liveness.waits_for("kafka")

    answer = await ingest.client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "waiting for kafka\n")
    assert (await ingest.client.get("/healthz")).status_code == 200


async def test_the_description_names_every_type_every_answer_and_only_what_exists(ingest):
    description = (await ingest.client.get("/openapi.json")).json()

    operation = description["paths"]["/v1/articles"]["post"]
    taken = {media_type for each in FORMATS for media_type in each.media_types}
    assert operation["requestBody"]["content"].keys() == {*taken, "application/octet-stream"}
    named = {
        "202",
        "400",
        "401",
        "403",
        "404",
        "405",
        "408",
        "409",
        "413",
        "415",
        "422",
        "429",
        "500",
        "503",
    }
    assert operation["responses"].keys() == named
    assert {each["name"] for each in operation["parameters"]} == {
        "source", "feed", "Idempotency-Key", "webhook-id", "webhook-timestamp",
    }  # fmt: skip
    schemas = description["components"]["schemas"]
    text = str(description)
    assert all(f"#/components/schemas/{name}'" in text for name in schemas)
    assert "#/$defs" not in text
    assert (await ingest.client.get("/docs")).status_code == 200
