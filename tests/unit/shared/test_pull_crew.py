"""The threads that fetch: one feed neither stops nor delays another."""

from __future__ import annotations

import threading

from tidings.pull.crew import Finished, Pause, StopAsked, StoppedError, ThreadCrew
from tidings.pull.feed import Feed
from tidings.pull.outcome import NothingNew, Unreachable

FEED = Feed("https://river.example/daily", "river", "daily")
WAIT_S = 20.0


def open_crew(pull_one, threads=2):
    pause = Pause()
    return ThreadCrew(pull_one, pause, threads), pause


def test_whatever_one_feed_raises_is_the_failure_of_that_feed():
    def pull_one(feed):
        if feed is FEED:
            raise ZeroDivisionError("odd")
        return NothingNew()

    crew, _ = open_crew(pull_one, threads=1)
    other = Feed("https://other.example/")
    crew.begin(FEED)
    crew.begin(other)
    assert crew.wait(WAIT_S) == Finished(FEED, Unreachable("ZeroDivisionError: odd"))
    assert crew.wait(WAIT_S) == Finished(other, NothingNew())
    assert crew.wait(0) is None
    crew.ask_to_stop()
    assert crew.wait(WAIT_S) == StopAsked()
    crew.close()


def test_a_slow_feed_leaves_the_other_threads_to_the_others():
    hold = threading.Event()

    def pull_one(feed):
        assert feed is not FEED or hold.wait(WAIT_S)
        return NothingNew()

    crew, _ = open_crew(pull_one)
    crew.begin(FEED)
    others = [Feed(f"https://{number}.example/") for number in range(5)]
    for each in others:
        crew.begin(each)
    assert [crew.wait(WAIT_S).feed for _ in others] == others
    hold.set()
    assert crew.wait(WAIT_S).feed is FEED
    crew.close()


def test_a_push_that_waits_for_ingest_is_given_up_at_the_end():
    begun, ended = threading.Event(), []
    pause = Pause()

    def pull_one(_feed):
        begun.set()
        try:
            pause.sleep(1000)
        except StoppedError:
            ended.append(True)
            raise
        return NothingNew()

    crew = ThreadCrew(pull_one, pause, 1)
    crew.begin(FEED)
    assert begun.wait(WAIT_S)
    crew.close()
    assert ended == [True]
    assert crew.wait(0) is None
