"""Each request is noted once at its end, for the feed of a sender who is known."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from ingest_app import FakePublisher
from ingest_keys import NOW
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.outcome import Retry
from tidings.reading import Problem, UnreadableError
from tidings_ingest.acceptance import UnacknowledgedError
from tidings_ingest.authentication import AccessDeniedError, Caller, OpenDoor
from tidings_ingest.feed_activity.counts import FeedCounts
from tidings_ingest.guards import Gate
from tidings_ingest.idempotency import AnswerMemory
from tidings_ingest.intake import Intake
from tidings_ingest.push import Push
from tidings_ingest.reading import read_body
from tidings_ingest.repeats import Repeats

ARTICLE = '{"headline":"临江大桥通车","body":"昨日通车。"}'.encode()


class Door(OpenDoor):
    """Lets everybody in as ``caller``; None is refused."""

    def __init__(self, caller):
        self.caller = caller

    def admit(self, headers, source):
        if self.caller is None:
            raise AccessDeniedError(401, Problem("Authorization", "a key is needed"))
        return self.caller


class Desk:
    """Intake with counts, and what they say after a push."""

    def __init__(self, readers):
        self.door = Door(Caller())
        self.publisher = FakePublisher()
        self.counts = FeedCounts("run", lambda: NOW)
        self.intake = Intake(
            read_body,
            self.publisher,
            authentication=self.door,
            gate=Gate(),
            memory=AnswerMemory(lambda: 0.0),
            repeats=Repeats(lambda: 0.0),
            readers=readers,
            clock=lambda: NOW,
            metrics=StageMetrics("ingest", CollectorRegistry(), version="test"),
            liveness=Liveness(lambda: 0.0, 60),
            activity=self.counts,
        )

    async def push(self, body, content_type="application/json", source="gazette", **headers):
        async def give():
            yield body

        headers = {"content-type": content_type, **headers}
        await self.intake.take(Push(headers, give(), source, "sport"))

    def read(self):
        return [
            (each.source, each.feed, each.pushes, each.refused, each.accepted, each.rejected)
            for each in self.counts.take_changed()
        ]


@pytest.fixture
def desk():
    with ThreadPoolExecutor(1) as readers:
        yield Desk(readers)


async def test_accepted_and_rejected_items_are_noted(desk):
    await desk.push(ARTICLE + b'\n{"headline":1}\n', "application/x-ndjson")
    assert desk.read() == [("gazette", "sport", 1, 0, 1, 1)]


async def test_a_request_whose_items_are_all_rejected_is_noted_item_by_item(desk):
    with pytest.raises(UnreadableError):
        await desk.push(b'{"headline":1}\n{"headline":2}\n', "application/x-ndjson")
    assert desk.read() == [("gazette", "sport", 1, 0, 0, 2)]


@pytest.mark.parametrize(
    ("body", "headers"), [(b"{", {}), (b"", {}), (b"xx", {"content-encoding": "gzip"})]
)
async def test_a_request_that_cannot_be_read_is_noted_as_refused(desk, body, headers):
    with pytest.raises(UnreadableError):
        await desk.push(body, **headers)
    assert desk.read() == [("gazette", "sport", 1, 1, 0, 1)]


async def test_a_repeated_request_is_a_push_without_items(desk):
    for _ in range(2):
        await desk.push(ARTICLE, **{"idempotency-key": "7"})
    assert desk.read() == [("gazette", "sport", 2, 0, 1, 0)]


async def test_a_key_names_the_source_where_the_request_does_not(desk):
    desk.door.caller = Caller("k", "hill-post")
    with pytest.raises(UnreadableError):
        await desk.push(b"{", source=None)
    assert desk.read() == [("hill-post", "sport", 1, 1, 0, 1)]


async def test_a_sender_without_a_key_makes_no_row(desk):
    desk.door.caller = None
    with pytest.raises(AccessDeniedError):
        await desk.push(ARTICLE)
    assert desk.read() == []


async def test_what_may_not_be_on_the_topic_is_not_counted_for_it_comes_again(desk):
    desk.publisher.outcome = Retry("unacknowledged")
    with pytest.raises(UnacknowledgedError):
        await desk.push(ARTICLE)
    assert desk.read() == []
