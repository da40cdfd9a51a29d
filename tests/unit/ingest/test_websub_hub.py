"""What a hub is sent, and what its answers mean; the hub is one that is told what to answer."""

from __future__ import annotations

from urllib.parse import parse_qs

import httpx
import pytest
from websub_subscriptions import HUBS, TOPIC, subscribe

from tidings.fetching import ForbiddenAddressError
from tidings_ingest.websub.discovery import Found
from tidings_ingest.websub.hub import HttpHubs, HubError

CALLBACK = "https://news.example/v1/websub/x"
SUBSCRIPTION = subscribe()
SECRET = SUBSCRIPTION.secret.get_secret_value()


@pytest.fixture
def hub():
    return FakeHub()


class FakeHub:
    """Answers by ``answer``, and keeps what it was sent."""

    def __init__(self):
        self.requests = []
        self.answer = lambda request: httpx.Response(202)
        self.opened = []

    def open(self, allow_private):
        self.opened.append(allow_private)
        return httpx.Client(transport=httpx.MockTransport(self._take), follow_redirects=True)

    def _take(self, request):
        self.requests.append(request)
        return self.answer(request)

    @property
    def forms(self):
        return [
            {name: value[0] for name, value in parse_qs(each.content.decode()).items()}
            for each in self.requests
        ]


def test_a_hub_is_asked_with_the_form_of_the_specification(hub):
    HttpHubs(hub.open).ask(SUBSCRIPTION, "subscribe", CALLBACK)

    (request,) = hub.requests
    assert (request.method, str(request.url)) == ("POST", HUBS[0])
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert hub.forms == [
        {
            "hub.mode": "subscribe",
            "hub.topic": TOPIC,
            "hub.callback": CALLBACK,
            "hub.secret": SECRET,
            "hub.lease_seconds": "864000",
        }
    ]
    assert len(SECRET) < 200


def test_a_farewell_has_no_secret(hub):
    HttpHubs(hub.open).ask(SUBSCRIPTION, "unsubscribe", CALLBACK)
    assert hub.forms[0].keys() == {"hub.mode", "hub.topic", "hub.callback"}


@pytest.mark.parametrize("status", [307, 308])
def test_the_same_is_sent_to_where_the_hub_sends_us(hub, status):
    elsewhere = {"Location": "https://moved.example/hub"}
    hub.answer = lambda request: (
        httpx.Response(202)
        if request.url.host == "moved.example"
        else httpx.Response(status, headers=elsewhere)
    )
    HttpHubs(hub.open).ask(SUBSCRIPTION, "subscribe", CALLBACK)
    assert [str(each.url) for each in hub.requests] == [HUBS[0], "https://moved.example/hub"]
    assert hub.forms[0] == hub.forms[1]


@pytest.mark.parametrize(
    ("location", "word"),
    [
        ("http://moved.example/", "without TLS"),
        ("", "to nowhere"),
        ("javascript:x", "no answer"),
        (HUBS[0], "on and on"),
    ],
)
def test_a_hub_does_not_lead_us_astray(hub, location, word):
    hub.answer = lambda request: httpx.Response(307, headers={"Location": location})
    with pytest.raises(HubError, match=word):
        HttpHubs(hub.open).ask(SUBSCRIPTION, "subscribe", CALLBACK)
    assert {each.url.scheme for each in hub.requests} == {"https"}
    assert len(hub.requests) <= 4


@pytest.mark.parametrize("status", [301, 302, 303, 400, 404, 500, 503])
def test_another_answer_is_a_refusal_that_repeats_nothing_of_the_hubs_words(hub, status):
    said = {"Location": "https://moved.example/"}
    hub.answer = lambda request: httpx.Response(status, text=f"bad {SECRET}", headers=said)
    with pytest.raises(HubError, match=f"HTTP status {status}") as refused:
        HttpHubs(hub.open).ask(SUBSCRIPTION, "subscribe", CALLBACK)
    assert SECRET not in repr(refused.value)
    assert len(hub.requests) == 1


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("connection refused"),
        httpx.ReadTimeout("timed out"),
        ForbiddenAddressError("hub.example is 10.0.0.1, which is a private address"),
    ],
)
def test_no_answer_and_a_forbidden_address_are_refusals_too(hub, error):
    def fail(request):
        raise error

    hub.answer = fail
    with pytest.raises(HubError, match=str(error)) as refused:
        HttpHubs(hub.open).ask(SUBSCRIPTION, "subscribe", CALLBACK)
    assert SECRET not in str(refused.value)
    with pytest.raises(HubError, match=str(error)):
        HttpHubs(hub.open).find(TOPIC, allow_private=False)


def test_private_addresses_are_reached_only_for_those_that_may(hub):
    hubs = HttpHubs(hub.open)
    hubs.ask(SUBSCRIPTION, "subscribe", CALLBACK)
    hubs.ask(SUBSCRIPTION, "subscribe", CALLBACK)
    assert hub.opened == [False]
    hubs.ask(SUBSCRIPTION.change(allow_private=True), "subscribe", CALLBACK)
    assert hub.opened == [False, True]
    hubs.close()


def test_the_guarded_client_is_the_one_that_is_used():
    subscription = SUBSCRIPTION.change(hubs=("https://127.0.0.1:9/",))
    with pytest.raises(HubError, match="loopback address"):
        HttpHubs().ask(subscription, "subscribe", CALLBACK)


def test_a_feed_is_found_where_it_was_moved_to(hub):
    def answer(request):
        if request.url.path == "/old":
            return httpx.Response(301, headers={"Location": "/new/feed"})
        return httpx.Response(200, headers=[("Link", "<hub>; rel=hub"), ("Link", "<s>; rel=self")])

    hub.answer = answer
    found = HttpHubs(hub.open).find("https://riverside.example/old", allow_private=False)
    assert found == Found("https://riverside.example/new/s", ("https://riverside.example/new/hub",))


def test_a_feed_that_is_not_there_and_one_without_a_hub_are_errors_that_name_it(hub):
    hub.answer = lambda request: httpx.Response(404)
    with pytest.raises(HubError, match=f"{TOPIC}: HTTP status 404"):
        HttpHubs(hub.open).find(TOPIC, allow_private=False)
    hub.answer = lambda request: httpx.Response(200, text="<rss/>")
    with pytest.raises(HubError, match=f"{TOPIC} names no hub.*tidings pull"):
        HttpHubs(hub.open).find(TOPIC, allow_private=False)
