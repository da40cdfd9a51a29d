"""A push waits for a service that is away, and says what became of each article."""

from __future__ import annotations

import json

import httpx
import pytest

from tidings.push_client import PushClient, PushedItem
from tidings.push_report import describe_item
from tidings.searchable import MOST_IDS, SearchableWait

TOLD = {
    "format": "text",
    "notes": ["read as gb18030"],
    "items": [
        {"id": "1" * 32, "status": "accepted", "headline": "临江大桥通车", "revision": 5},
        {
            "id": None,
            "status": "rejected",
            "headline": None,
            "problem": {"where": "line 7", "detail": "no article"},
        },
    ],
}


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 100.0

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def push(*answers, time=None):
    """Push to an ingest that gives these answers, the last one for ever."""
    time, asked, left = time or Time(), [], list(answers)

    def answer(request):
        asked.append(request)
        next_one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(next_one, Exception):
            raise next_one
        return next_one

    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://ingest") as client:
        pushing = PushClient(client, clock=time.clock, sleep=time.sleep)
        return pushing.push("page.txt", b"body", "text/plain", {"source": "s"}), asked, time


def problem(status, detail="why", **headers):
    document = {"status": status, "detail": detail, "errors": [{"where": "body", "detail": "why"}]}
    return httpx.Response(status, json=document, headers=headers)


def test_the_file_is_sent_as_it_is_with_type_and_source():
    pushed, (request,), _ = push(httpx.Response(202, json=TOLD))

    assert request.url == "http://ingest/v1/articles?source=s"
    assert (request.headers["content-type"], request.content) == ("text/plain", b"body")
    assert [each.status for each in pushed.items] == ["accepted", "rejected"]
    assert pushed.items[0].headline == "临江大桥通车"
    assert pushed.items[1].describe()["problem"] == {"where": "line 7", "detail": "no article"}
    assert pushed.notes == ("read as gb18030",)
    assert pushed.is_acknowledged


@pytest.mark.parametrize("status", [400, 413, 415, 422, 500])
def test_a_refusal_is_told_and_not_tried_again(status):
    pushed, asked, _ = push(problem(status, "the text is empty"))

    assert len(asked) == 1
    assert pushed.items[0].status == "rejected"
    assert pushed.items[0].problem == {"where": "body", "detail": "the text is empty"}
    assert not pushed.is_acknowledged


def test_an_answer_from_something_else_is_told_too():
    pushed, _, _ = push(httpx.Response(502, text="<html>Bad Gateway"))

    assert pushed.items[0].problem == {"where": "ingest", "detail": "HTTP status 502"}


@pytest.mark.parametrize("status", [503, 429])
def test_who_is_asked_to_come_back_does_after_the_time_that_was_named(status):
    unavailable = problem(status, **{"Retry-After": "5"})
    pushed, asked, time = push(unavailable, unavailable, httpx.Response(202, json=TOLD))

    assert len(asked) == 3
    assert time.now == 110.0
    assert pushed.items[0].status == "accepted"


@pytest.mark.parametrize(
    ("answer", "patience", "word"),
    [
        (problem(503, "not acknowledged by Kafka"), 60, "Kafka"),
        (httpx.ReadTimeout("silence"), 60, "silence"),
        (httpx.ConnectError("refused"), 10, "refused"),
    ],
)
def test_a_service_that_stays_away_is_given_up_with_the_reason(answer, patience, word):
    pushed, asked, time = push(answer)

    assert pushed.items[0].status == "rejected"
    assert word in pushed.items[0].problem["detail"]
    assert len(asked) > 2
    assert time.now - 100 <= patience


@pytest.mark.parametrize("named", ["soon", "-1", "99999"])
def test_a_strange_retry_after_is_not_obeyed(named):
    _, _, time = push(problem(503, **{"Retry-After": named}), httpx.Response(202, json=TOLD))

    assert time.now - 100 <= 10


class Index:
    """An Elasticsearch in which each article is found from a moment on."""

    def __init__(self, time, found_from, *, fails_until=0.0):
        self.time = time
        self.found_from = found_from
        self.fails_until = fails_until
        self.most_asked = 0

    def search(self, request):
        if self.time.now < self.fails_until:
            return httpx.Response(503, text="not now")
        assert request.url.path == "/articles/_search"
        (ids,) = (json.loads(request.content)["query"]["bool"]["filter"]["terms"]["id"],)
        self.most_asked = max(self.most_asked, len(ids))
        hits = [
            {"_source": {"id": each, "revision": self.found_from[each][1]}}
            for each in ids
            if each in self.found_from and self.time.now >= self.found_from[each][0]
        ]
        return httpx.Response(200, json={"hits": {"hits": hits}})


def wait(index, items, wait_s=60.0):
    found = []
    transport = httpx.MockTransport(index.search)
    with httpx.Client(transport=transport, base_url="http://elasticsearch") as client:
        waiting = SearchableWait(client, "articles", clock=index.time.clock, sleep=index.time.sleep)
        return waiting.wait([(each, 99.0) for each in items], found.append, wait_s), sum(found)


def item(number, revision=5, status="accepted"):
    return PushedItem("page.txt", status, f"{number:032x}", revision=revision)


def test_each_article_is_waited_for_and_gets_its_own_seconds():
    index = Index(Time(), {item(1).id: (100.0, 5), item(2).id: (102.0, 6)})
    items, found = wait(index, [item(1), item(2)])

    assert items[0].seconds == 1.0
    assert 3.0 <= items[1].seconds < 3.5
    assert found == 2


def test_an_older_revision_is_not_what_was_pushed():
    index = Index(Time(), {item(1).id: (100.0, 4)})
    items, found = wait(index, [item(1)], wait_s=2)

    assert (items[0].seconds, found) == (None, 0)
    assert index.time.now - 100 < 3


def test_an_elasticsearch_that_is_away_is_waited_for():
    index = Index(Time(), {item(1).id: (100.0, 5)}, fails_until=110.0)
    items, _ = wait(index, [item(1)])

    assert items[0].seconds >= 11


def test_what_is_unchanged_is_waited_for_under_the_revision_that_it_was_sent_with():
    index = Index(Time(), {item(1).id: (102.0, 5)})
    items, found = wait(index, [item(1, status="unchanged")])

    assert found == 1
    assert items[0].seconds >= 3.0
    assert "unchanged, searchable after" in describe_item(items[0]).plain


def test_what_was_rejected_is_not_waited_for():
    items, _ = wait(Index(Time(), {}), [PushedItem("page.txt", "rejected")])

    assert items[0].seconds is None


def test_many_articles_are_asked_for_in_parts():
    pushed = [item(number) for number in range(2 * MOST_IDS + 1)]
    index = Index(Time(), {each.id: (100.0, 5) for each in pushed})
    items, found = wait(index, pushed)

    assert found == len(pushed)
    assert all(each.seconds for each in items)
    assert index.most_asked == MOST_IDS
