"""A post is signed as Standard Webhooks has it, goes where it may, and is judged by its status."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError
from watch_parts import NOW, make_one

from tidings.fetching import ForbiddenAddressError
from tidings_index.watch.answers import Delivered, Failed, Gone, judge_status, read_retry_after
from tidings_index.watch.post import MOST_SHOWN_BYTES, Poster
from tidings_index.watch.schedule import MOST_REST, RETRY_AFTER_S, plan_rest, plan_retry

BODY = '{"type":"article.matched","data":{"headline":"大桥"}}'.encode()


def post(answer, watch=None, body=BODY, **options):
    """Post once; ``answer`` gets the request, and is what the receiver does."""
    asked = []

    def handle(request):
        asked.append(request)
        return answer(request)

    poster = Poster(
        lambda: datetime.now(UTC),
        lambda allow_private: httpx.Client(transport=httpx.MockTransport(handle)),
    )
    posted = poster.post(watch or make_one(), "msg_1", body, **options)
    poster.close()
    return posted, asked


def test_the_reference_library_takes_the_signature_and_no_other_body_or_secret():
    watch = make_one()
    _, (request,) = post(lambda request: httpx.Response(204), watch)
    headers = dict(request.headers)
    verifier = Webhook(watch.secret.get_secret_value())
    assert verifier.verify(request.content, headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        verifier.verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(make_one().secret.get_secret_value()).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        verifier.verify(BODY, {**headers, "webhook-id": "msg_2"})


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_taken(status):
    assert post(lambda request: httpx.Response(status))[0].verdict == Delivered(status)


@pytest.mark.parametrize("status", [300, 302, 400, 401, 404, 413, 422, 500, 502])
def test_everything_else_may_be_taken_later(status):
    verdict = post(lambda request: httpx.Response(status))[0].verdict
    assert verdict == Failed("refused", f"HTTP status {status}")


def test_a_redirect_is_not_followed():
    moved = httpx.Response(307, headers={"Location": "https://elsewhere.example/"})
    posted, asked = post(lambda request: moved)
    assert len(asked) == 1
    assert isinstance(posted.verdict, Failed)


def test_gone_is_gone():
    assert post(lambda request: httpx.Response(410))[0].verdict == Gone()


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_busy_may_say_for_how_long(status):
    answer = httpx.Response(status, headers={"Retry-After": "90"})
    assert post(lambda request: answer)[0].verdict == Failed("busy", f"HTTP status {status}", 90.0)
    assert judge_status(500, "90", NOW) == Failed("refused", "HTTP status 500")


def test_a_time_to_come_back_is_a_number_or_a_date_and_nonsense_is_none():
    later = (NOW + timedelta(seconds=70)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert read_retry_after(later, NOW) == 70
    assert read_retry_after("Tue, 03 May 2011 00:00:00 GMT", NOW) == 0
    for nonsense in (None, "", "soon", "-5", "٣", "9" * 40, "Tue, 99 May 2031", "\x00"):
        assert read_retry_after(nonsense, NOW) is None


@given(st.text(max_size=60))
def test_no_header_of_a_receiver_breaks_the_reading(text):
    found = read_retry_after(text, NOW)
    assert found is None or found >= 0


def test_what_the_network_does_is_told_without_the_path_of_the_address():
    watch = make_one(url="https://receiver.example/very-secret-path")

    def fail(error):
        def answer(request):
            raise error

        return post(answer, watch)[0].verdict

    assert fail(httpx.ReadTimeout("x")) == Failed("timeout", "no answer within 15 s")
    assert fail(httpx.ConnectError("x")) == Failed("unreachable", "receiver.example: ConnectError")
    private = ForbiddenAddressError("127.0.0.1 is a loopback address", is_private=True)
    assert "--allow-private" in fail(private).detail


def test_the_real_client_goes_to_no_private_address_unless_it_may():
    poster = Poster(lambda: NOW)
    verdict = poster.post(make_one(url="https://127.0.0.1:1/"), "msg_1", BODY).verdict
    poster.close()
    assert isinstance(verdict, Failed)
    assert "loopback" in verdict.detail


def test_an_answer_without_end_is_not_read_to_its_end():
    def talk():
        while True:
            yield b"x" * 1000

    posted, _ = post(lambda request: httpx.Response(200, content=talk()), shows=True)
    assert posted.verdict == Delivered(200)
    assert len(posted.beginning) == MOST_SHOWN_BYTES


def test_nothing_that_is_printed_has_the_secret_in_it():
    watch = make_one()
    secret = watch.secret.get_secret_value()
    posted, _ = post(lambda request: httpx.Response(500), watch)
    assert secret not in repr(watch) + str(watch) + repr(posted)


@given(st.integers(1, len(RETRY_AFTER_S)), st.floats(0, 1, exclude_max=True))
def test_each_retry_is_between_half_of_its_time_and_the_whole(tries, fraction):
    due_at = plan_retry(NOW, tries, fraction)
    most = RETRY_AFTER_S[tries - 1]
    assert most / 2 <= (due_at - NOW).total_seconds() <= most


def test_after_the_last_retry_there_is_none():
    assert plan_retry(NOW, len(RETRY_AFTER_S) + 1, 0.5) is None
    assert plan_retry(NOW, 1, 0.5, ()) is None


def test_nobody_is_left_alone_for_longer_than_a_day():
    assert plan_rest(NOW, 1e8) == NOW + MOST_REST
