"""One feed, one round: nothing is known of a feed before ingest has acknowledged it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import httpx
import pytest

from tidings.fetching import ForbiddenAddressError
from tidings.formats import MOST_BODY_BYTES
from tidings.pull.content_type import choose_content_type
from tidings.pull.feed import Feed
from tidings.pull.outcome import Delivered, Gone, NothingNew, Undelivered, Unreachable
from tidings.pull.puller import Puller
from tidings.pull.state import FeedState, StateFolder
from tidings.push_client import PushClient

FEED = Feed("https://river.example/daily.rss", "river", "daily")
INGEST = "http://ingest.example"
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'
ITEM = {"id": "1" * 32, "status": "accepted", "headline": "a", "source": "river", "revision": 1}


class Road:
    """A feed's server and an ingest; ``asked`` and ``pushed`` are the requests that they got."""

    def __init__(self, tmp_path):
        self.answers = []
        self.pushes = []
        self.asked = []
        self.pushed = []
        self.now = 0.0
        self.states = StateFolder(tmp_path, INGEST)
        fetching = httpx.Client(transport=httpx.MockTransport(self.serve), follow_redirects=True)
        ingest = httpx.Client(transport=httpx.MockTransport(self.take), base_url=INGEST)
        pushing = PushClient(ingest, clock=lambda: self.now, sleep=self.sleep)
        self.puller = Puller(
            fetching, pushing, self.states, now=lambda: datetime(2031, 5, 4, tzinfo=UTC)
        )

    def sleep(self, seconds):
        self.now += seconds

    def serve(self, request):
        self.asked.append(request)
        return self._next(self.answers)

    def take(self, request):
        self.pushed.append(request)
        if not self.pushes:
            return httpx.Response(202, json={"format": "rss", "notes": [], "items": [ITEM]})
        return self._next(self.pushes)

    @staticmethod
    def _next(answers):
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def pull(self, *answers, feed=FEED):
        self.answers = list(answers)
        return self.puller.pull(feed)


@pytest.fixture
def road(tmp_path):
    return Road(tmp_path)


def rss(body=RSS, **headers):
    raw = {name: value.encode() for name, value in {"Content-Type": "text/xml", **headers}.items()}
    return httpx.Response(200, content=body, headers=list(raw.items()))


def refuse(status):
    problem = {"detail": "why", "errors": [{"where": "body", "detail": "why"}]}
    return httpx.Response(status, json=problem)


def test_a_feed_is_pushed_as_it_is_under_its_source_and_name(road):
    outcome = road.pull(rss())

    assert isinstance(outcome, Delivered)
    (pushed,) = road.pushed
    assert pushed.url == f"{INGEST}/v1/articles?source=river&feed=daily"
    assert (pushed.headers["Content-Type"], pushed.content) == ("text/xml", RSS)
    assert "If-None-Match" not in road.asked[0].headers


def test_what_the_server_said_is_sent_back_and_304_is_nothing_new(road):
    road.pull(rss(ETag='W/"5"', **{"Last-Modified": "Sun, 04 May 2031 12:00:00 GMT"}))
    outcome = road.pull(httpx.Response(304, headers={"Cache-Control": "max-age=900"}))

    assert outcome == NothingNew(max_age_s=900)
    assert road.asked[1].headers["If-None-Match"] == 'W/"5"'
    assert road.asked[1].headers["If-Modified-Since"] == "Sun, 04 May 2031 12:00:00 GMT"
    assert len(road.pushed) == 1


def test_a_body_that_is_as_it_was_is_not_pushed_again(road):
    road.pull(rss(ETag='"1"'))
    assert road.pull(rss(ETag='"2"')) == NothingNew()
    assert len(road.pushed) == 1
    road.pull(httpx.Response(304))
    assert road.asked[2].headers["If-None-Match"] == '"2"'


@pytest.mark.parametrize("status", [401, 413, 422, 500, 503])
def test_what_ingest_has_not_acknowledged_is_asked_for_in_full_again(road, status):
    road.pushes = [refuse(status)]
    assert isinstance(road.pull(rss(ETag='"1"')), Undelivered)
    road.pushes = []
    assert isinstance(road.pull(rss(ETag='"1"')), Delivered)
    assert "If-None-Match" not in road.asked[1].headers


def test_an_ingest_that_is_away_is_waited_for(road):
    road.pushes = [
        httpx.ConnectError("refused"),
        refuse(503),
        httpx.Response(202, json={"format": "rss", "notes": [], "items": [ITEM]}),
    ]
    assert isinstance(road.pull(rss()), Delivered)
    assert road.now > 0


def test_a_crash_between_push_and_note_repeats_the_push(road, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(StateFolder, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            road.pull(rss(ETag='"1"'))
    assert len(road.pushed) == 1
    assert isinstance(road.pull(rss(ETag='"1"')), Delivered)
    assert len(road.pushed) == 2


def test_an_answer_with_rejected_items_is_acknowledged_even_so(road):
    rejected = {**ITEM, "status": "rejected", "problem": {"where": "item 2", "detail": "empty"}}
    road.pushes = [
        httpx.Response(202, json={"format": "rss", "notes": [], "items": [ITEM, rejected]})
    ]
    road.pull(rss(ETag='"1"'))
    assert road.states.read(FEED).etag == '"1"'


@pytest.mark.parametrize(
    ("answer", "reason", "retry_after_s"),
    [
        (httpx.Response(404), "HTTP status 404", 0),
        (httpx.Response(503, headers={"Retry-After": "90"}), "HTTP status 503", 90),
        (httpx.Response(204), "HTTP status 204", 0),
        (httpx.ReadTimeout(""), "ReadTimeout", 0),
        (httpx.ConnectError("refused"), "refused", 0),
        (ForbiddenAddressError("it is 10.0.0.1"), "refused: it is 10.0.0.1", 0),
    ],
)
def test_a_feed_that_cannot_be_fetched_says_why(road, answer, reason, retry_after_s):
    assert road.pull(answer) == Unreachable(reason, retry_after_s)
    assert road.pushed == []


def test_a_feed_that_is_gone_is_known_as_such(road):
    assert road.pull(httpx.Response(410)) == Gone()


def move(status, to):
    return httpx.Response(status, headers={"Location": to})


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ([move(301, "https://new.example/")], "https://new.example/"),
        ([move(308, "/a"), move(301, "/b")], "https://river.example/b"),
        ([move(301, "/a"), move(302, "/b")], "https://river.example/a"),
        ([move(302, "/a"), move(301, "/b")], None),
        ([], None),
    ],
)
def test_a_feed_that_has_moved_for_good_says_where_to(road, hops, moved_to):
    assert road.pull(*hops, rss()).moved_to == moved_to


def test_what_cannot_be_sent_back_as_a_header_is_not_kept(road):
    road.pull(rss(ETag="x" * 2000, **{"Last-Modified": "五月"}))
    state = road.states.read(FEED)
    assert (state.etag, state.last_modified) == (None, None)
    assert state.body_hash


def test_the_same_feed_for_another_source_begins_anew(road):
    road.pull(rss(ETag='"1"'))
    other = Feed(FEED.address, "lake", "daily")
    assert isinstance(road.pull(rss(ETag='"1"'), feed=other), Delivered)
    assert "If-None-Match" not in road.asked[1].headers


def test_a_file_is_pushed_when_it_has_changed(road, tmp_path):
    path = tmp_path / "today.rss"
    path.write_bytes(RSS)
    feed = Feed(str(path), "river")

    assert isinstance(road.pull(feed=feed), Delivered)
    assert road.pull(feed=feed) == NothingNew()
    path.write_bytes(RSS + b"\n")
    assert isinstance(road.pull(feed=feed), Delivered)
    assert [each.headers["Content-Type"] for each in road.pushed] == ["application/rss+xml"] * 2


def test_a_file_that_cannot_be_read_says_why(road, tmp_path):
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"x" * (MOST_BODY_BYTES + 1))
    limit = MOST_BODY_BYTES // 1024**2
    assert road.pull(feed=Feed(str(tmp_path / "none"))) == Unreachable("No such file or directory")
    assert road.pull(feed=Feed(str(huge))).reason == f"the file is too large: more than {limit} MiB"


def test_a_damaged_state_is_no_state(road, tmp_path):
    road.states.write(FEED, FeedState(etag="a"))
    (path,) = (tmp_path / "pull").iterdir()
    assert (path.stat().st_mode & 0o777, json.loads(path.read_text())["etag"]) == (0o600, "a")
    for content in (b"", b"{", b"[]", b'{"etag": 5}', b"\xff"):
        path.write_bytes(content)
        assert road.states.read(FEED) == FeedState()
    road.states.forget(FEED)
    road.states.forget(FEED)
    assert list((tmp_path / "pull").iterdir()) == []


def test_a_state_that_cannot_be_replaced_stays_whole(road, tmp_path, monkeypatch):
    road.states.write(FEED, FeedState(etag="a"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        road.states.write(FEED, FeedState(etag="b"))
    assert road.states.read(FEED).etag == "a"
    assert len(list((tmp_path / "pull").iterdir())) == 1


@pytest.mark.parametrize(
    ("declared", "body", "format_name", "chosen"),
    [
        ("application/rss+xml; charset=gbk", RSS, "auto", "application/rss+xml; charset=gbk"),
        ("text/xml", RSS, "auto", "text/xml"),
        ("Application/Feed+JSON", b"{}", "auto", "Application/Feed+JSON"),
        ("text/html; charset=utf-8", RSS, "auto", "text/html; charset=utf-8"),
        ("text/plain", RSS, "auto", "text/plain"),
        ("text/plain", b' {"version": ""}', "auto", "application/octet-stream"),
        (
            "text/plain;charset=utf-8",
            b"\xef\xbb\xbf{",
            "auto",
            "application/octet-stream;charset=utf-8",
        ),
        ("text/plain", "临江大桥通车".encode(), "auto", "text/plain"),
        ("", RSS, "auto", "application/octet-stream"),
        ("image/png", RSS, "auto", "application/octet-stream"),
        ("text/html; charset=gbk", RSS, "rss", "application/rss+xml; charset=gbk"),
    ],
)
def test_a_type_that_says_nothing_useful_leaves_it_to_ingest(declared, body, format_name, chosen):
    assert choose_content_type(declared, body, format_name) == chosen
