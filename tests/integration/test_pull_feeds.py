"""``tidings pull`` between a feed's server and a real ingest: nothing is lost, nothing twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading

import pytest
from commands import TIDINGS, run_tidings
from feed_server import Answer, serve_feeds
from stack_fixtures import wait_until

pytestmark = pytest.mark.servers
SOON_S = 30.0
# Ten seconds for what is under way, and the end of Python on a busy machine.
STOPPED_WITHIN_S = 20.0
ITEM = """<item><title>第{0}号渡船停航</title><guid isPermaLink="false">river-{0}</guid>
<description>渡口镇的第{0}号渡船昨日停航。</description></item>"""


@pytest.fixture
def ingest(ingest):
    ingest.create_topic()
    return ingest


@pytest.fixture
def feeds():
    with serve_feeds() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_other_ingest(ingest, monkeypatch):
    monkeypatch.setenv("TIDINGS_INGEST_URL", ingest.url)
    monkeypatch.delenv("TIDINGS_KEY", raising=False)


def publish(feeds, numbers, etag):
    items = "".join(ITEM.format(number) for number in numbers)
    body = f'<rss version="2.0"><channel><title>渡口</title>{items}</channel></rss>'
    # What many servers say of a feed.
    headers = {"Content-Type": "text/html; charset=utf-8"}
    feeds.answers["/daily"] = Answer(body.encode(), headers=headers, etag=etag)


def start_ready(ingest):
    ingest.start()
    wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")


def pull(tmp_path, feeds, *more):
    done = run_tidings(
        tmp_path,
        "pull",
        feeds.url("/daily"),
        "--allow-private",
        "--source",
        "river",
        "--json",
        *more,
    )
    return done.exit_code, json.loads(done.stdout)


def start_pulling(tmp_path, *arguments):
    return subprocess.Popen(
        [TIDINGS, "pull", "--allow-private", "--source", "river", *arguments],
        env={**os.environ, "TIDINGS_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def test_what_is_new_is_pushed_and_what_is_known_is_not_even_sent(ingest, feeds, tmp_path):
    start_ready(ingest)
    publish(feeds, [1, 2], '"1"')

    status, told = pull(tmp_path, feeds)
    assert (status, told["outcome"], told["accepted"]) == (0, "delivered", 2)
    for _ in range(2):
        status, told = pull(tmp_path, feeds)
        assert (status, told["outcome"]) == (0, "nothing new")
    assert [headers.get("if-none-match") for _, headers in feeds.asked] == [None, '"1"', '"1"']

    publish(feeds, [1, 2, 3], '"2"')
    status, told = pull(tmp_path, feeds)
    assert (status, told["outcome"], told["accepted"] + told["unchanged"]) == (0, "delivered", 3)
    assert len(ingest.read_topic({"all of it"}, deadline_s=5)) == 3


def test_killed_between_fetch_and_push_nothing_is_lost(ingest, feeds, tmp_path):
    publish(feeds, [1, 2], '"1"')
    # Nobody listens at ingest's port yet: the push waits, and is killed while it does.
    process = start_pulling(tmp_path, feeds.url("/daily"))
    wait_until(lambda: feeds.asked, SOON_S, "the feed to be asked for")
    process.kill()
    process.communicate(timeout=STOPPED_WITHIN_S)

    start_ready(ingest)
    status, told = pull(tmp_path, feeds)
    assert (status, told["accepted"]) == (0, 2)
    assert len(ingest.read_topic({"all of it"}, deadline_s=5)) == 2


def test_an_ingest_that_stays_away_is_a_failure_and_nothing_is_lost(ingest, feeds, tmp_path):
    publish(feeds, [1], '"1"')
    status, told = pull(tmp_path, feeds)
    assert (status, told["outcome"]) == (1, "undelivered")
    assert "given up after 10 s" in told["problems"][0]

    start_ready(ingest)
    assert pull(tmp_path, feeds)[1]["accepted"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_loop_with_0_whatever_is_under_way(ingest, feeds, tmp_path, number):
    start_ready(ingest)
    publish(feeds, [1], '"1"')
    hold = threading.Event()

    def drip():
        while not hold.wait(0.2):
            yield b" "

    feeds.answers["/slow"] = Answer(pieces=drip)
    arguments = (feeds.url("/slow"), feeds.url("/daily"), feeds.url("/none"), "--every", "30s")
    process = start_pulling(tmp_path, *arguments)
    try:
        # The slow one does not hold up the others, and one that fails ends nothing.
        wait_until(lambda: list((tmp_path / "pull").glob("*.json")), SOON_S, "the daily's state")
        wait_until(lambda: len(set(feeds.paths())) == 3, SOON_S, "all three to be asked for")
        process.send_signal(number)
        said, _ = process.communicate(timeout=STOPPED_WITHIN_S)
    finally:
        hold.set()
        process.kill()
    assert process.returncode == 0, said.decode()
    assert "1 accepted" in said.decode()
    assert "HTTP status 404; again in" in said.decode()
    assert "Traceback" not in said.decode()
