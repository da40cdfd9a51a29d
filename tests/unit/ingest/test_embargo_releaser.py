"""Articles go to the road when their time has come, not before, whatever happens in between."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from held_topic import NOON, Clock, HeldLog, MemoryTopic, Road
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from tidings.metrics import StageMetrics
from tidings.outcome import Ok, Reject, Retry
from tidings_ingest.embargo import releaser as releaser_module
from tidings_ingest.embargo.ports import HeldTopicError
from tidings_ingest.embargo.releaser import LOOK_EVERY_S, Releaser

UNKNOWN = Retry("unacknowledged")


def after(seconds: float):
    return NOON + timedelta(seconds=seconds)


class Parts:
    """A releaser over a log, as after a start of the process."""

    def __init__(self, log: HeldLog | None = None, clock: Clock | None = None) -> None:
        self.log = log or HeldLog()
        self.topic = MemoryTopic(self.log)
        self.road = Road(calls=self.topic.calls)
        self.clock = clock or Clock()
        self.registry = CollectorRegistry()
        self.stopping = threading.Event()
        self.releaser = Releaser(
            lambda: self.topic,
            self.road.copy,
            "raw",
            clock=self.clock,
            metrics=StageMetrics("ingest", self.registry, version="test"),
            stopping=self.stopping,
        )
        # The first round is that of the assignment: what it collects comes again.
        self.go_round()
        self.topic.calls.clear()
        self.topic.waited.clear()

    def go_round(self, times: int = 1) -> list[bool]:
        return [self.releaser.run_once(self.topic) for _ in range(times)]

    def sample(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, {"stage": "ingest", **labels}) or 0


@pytest.fixture
def parts():
    return Parts()


def test_an_article_is_copied_as_it_was_sent_once_its_time_has_come_and_not_before(parts):
    parts.log.append("a", after(10))
    parts.clock.advance(9.999)
    parts.go_round()
    assert parts.road.copied == []
    assert parts.log.committed == {}
    parts.clock.advance(0.001)
    parts.go_round(2)

    assert parts.road.copied == [("raw", b"a", b"a 1", [("trace", b"1")])]
    assert parts.log.committed[0][0] == 1


def test_an_offset_is_committed_only_after_its_copy_was_acknowledged(parts):
    parts.log.append("a", after(0))
    parts.go_round()
    order = [each for each in parts.topic.calls if each != "begin"]
    assert order == ["collect", "fetch", "copy", "commit"]


def test_what_was_not_acknowledged_is_not_committed_and_tried_again(parts):
    parts.log.append("a", after(0))
    parts.log.append("b", after(0))
    parts.road.answer = lambda value: UNKNOWN if value == b"a 1" else Ok("accepted")
    assert parts.go_round() == [False]
    assert parts.log.committed[0][0] == 0
    parts.road.answer = lambda value: Ok("accepted")
    assert parts.go_round() == [True]

    assert parts.road.values() == ["b 1", "a 1"]
    assert parts.log.committed[0][0] == 2
    assert parts.sample("tidings_retries_total", reason="unacknowledged") == 1


def test_a_message_that_cannot_be_copied_holds_up_no_other_and_stays(parts):
    for key in "abc":
        parts.log.append(key, after(0))
    parts.road.answer = lambda value: (
        Reject("too_large", "larger than a message") if value == b"a 1" else Ok("accepted")
    )
    parts.go_round(3)
    assert parts.road.values() == ["b 1", "c 1"]
    assert parts.log.committed[0][0] == 0


def test_the_wait_ends_with_the_earliest_time_and_is_never_long(parts):
    parts.log.append("a", after(100))
    parts.log.append("b", after(0.25), partition=1)
    parts.go_round(2)
    parts.clock.advance(0.25)
    parts.go_round()
    parts.go_round()
    assert parts.topic.waited == [LOOK_EVERY_S, 0.25, 0.0, LOOK_EVERY_S]


def test_many_that_are_due_at_once_go_in_portions_with_a_look_at_the_group_between(
    parts, monkeypatch
):
    monkeypatch.setattr(releaser_module, "MOST_AT_ONCE", 3)
    for number in range(8):
        parts.log.append(f"{number}", after(number % 2))
    parts.clock.advance(5)
    parts.go_round(3)

    assert sorted(parts.road.values()) == [f"{number} 1" for number in range(8)]
    assert parts.topic.calls.count("collect") == parts.topic.calls.count("copy") == 3
    assert parts.topic.waited == [LOOK_EVERY_S, 0.0, 0.0]


def test_what_the_reader_did_not_get_to_stays_due(parts):
    parts.topic.most_fetched = 2
    for number in range(5):
        parts.log.append(f"{number}", after(0))
    assert parts.go_round(3) == [True, True, True]
    assert len(parts.road.copied) == 5


def test_a_reader_that_reads_nothing_is_not_asked_without_a_pause(parts):
    parts.log.append("a", after(0))
    parts.topic.failing = {"fetch"}
    assert parts.go_round(2) == [False, False]
    parts.topic.failing = set()
    assert parts.go_round() == [True]


def test_a_restart_releases_what_was_held_and_repeats_nothing_that_was_committed(parts):
    for number, until in enumerate((50, 5, 50, 5)):
        parts.log.append(f"{number}", after(until))
    parts.clock.advance(5)
    parts.go_round()
    assert parts.log.committed[0][0] == 0

    again = Parts(parts.log, parts.clock)
    again.go_round()
    assert again.road.copied == []
    again.clock.advance(45)
    again.go_round()
    assert again.road.values() == ["0 1", "2 1"]
    assert again.log.committed[0][0] == 4


def test_a_crash_before_the_commit_only_repeats(parts):
    parts.log.append("a", after(0))
    parts.topic.failing = {"commit"}
    assert parts.go_round() == [False]
    again = Parts(parts.log)
    again.go_round()
    assert parts.road.values() == again.road.values() == ["a 1"]


def test_a_commit_that_failed_is_made_up_for_although_nothing_new_is_due(parts):
    parts.log.append("a", after(0))
    parts.topic.failing = {"commit"}
    parts.go_round()
    parts.topic.failing = set()
    parts.go_round()
    assert parts.log.committed[0][0] == 1
    assert parts.road.values() == ["a 1"]
    parts.go_round()
    assert parts.topic.calls.count("commit") == 2


def test_offsets_that_were_lost_lead_to_repeats_and_to_no_loss(parts):
    parts.log.append("a", after(0))
    parts.log.append("b", after(10))
    parts.go_round()
    parts.log.committed.clear()
    again = Parts(parts.log, parts.clock)
    again.clock.advance(10)
    again.go_round()
    assert again.road.values() == ["a 1", "b 1"]


def test_a_partition_that_went_to_another_member_is_left_to_it(parts):
    parts.log.append("a", after(1))
    parts.log.append("b", after(1), partition=1)
    parts.go_round()
    parts.topic.on_collect = lambda: parts.topic.take_over([1])
    parts.clock.advance(1)
    parts.go_round()
    parts.topic.on_collect = lambda: None
    parts.go_round()
    assert parts.road.values() == ["b 1"]
    assert parts.log.committed.keys() == {1}


def test_a_partition_that_comes_back_is_begun_where_the_other_member_left_it(parts):
    parts.log.append("a", after(1))
    parts.log.append("b", after(2))
    parts.go_round()
    other = Parts(parts.log, Clock())
    other.clock.advance(1)
    other.go_round()
    parts.topic.on_collect = lambda: parts.topic.take_over([0, 1])
    parts.clock.advance(2)
    parts.go_round()
    parts.topic.on_collect = lambda: None
    parts.go_round()
    assert other.road.values() == ["a 1"]
    assert parts.road.values() == ["b 1"]


def test_a_partition_that_stays_in_a_rebalance_is_read_again_from_where_it_was_committed(parts):
    parts.log.append("a", after(10))
    parts.go_round()
    parts.log.append("b", after(10))
    parts.topic.on_collect = lambda: parts.topic.take_over(range(parts.log.partitions))
    parts.go_round()
    parts.topic.on_collect = lambda: None
    parts.clock.advance(10)
    parts.go_round(2)
    assert parts.road.values() == ["a 1", "b 1"]


def test_a_correction_while_held_replaces_what_it_corrects(parts):
    parts.log.append("a", after(10), revision=1)
    parts.log.append("a", after(20), revision=2)
    parts.clock.advance(15)
    parts.go_round()
    assert parts.road.copied == []
    parts.clock.advance(5)
    parts.go_round()
    assert parts.road.values() == ["a 2"]
    assert parts.log.committed[0][0] == 2
    assert parts.sample("tidings_items_total", outcome="replaced") == 1
    assert parts.sample("tidings_items_total", outcome="released") == 1


def test_a_message_that_the_topic_has_no_more_is_counted_as_lost_and_passed(parts):
    parts.log.append("a", after(0))
    parts.log.append("b", after(0))
    parts.topic.gone = {0}
    parts.go_round()
    assert parts.road.values() == ["b 1"]
    assert parts.log.committed[0][0] == 2
    assert parts.sample("tidings_items_total", outcome="lost") == 1


def test_a_clock_that_jumps_back_holds_longer_and_publishes_nothing_early(parts):
    parts.log.append("a", after(5))
    parts.clock.advance(-3600)
    parts.go_round()
    parts.clock.advance(3600)
    parts.go_round()
    assert parts.road.copied == []
    parts.clock.advance(5)
    parts.go_round()
    assert parts.road.values() == ["a 1"]


def test_memory_has_an_end_and_then_the_rest_waits_on_the_topic(parts, monkeypatch):
    monkeypatch.setattr(releaser_module, "MOST_HELD", 2)
    asked = []
    collect = parts.topic.collect
    parts.topic.collect = lambda wait_s, *, is_full: (
        asked.append(is_full) or collect(wait_s, is_full=is_full)
    )
    parts.log.append("a", after(1))
    parts.log.append("b", after(1))
    parts.go_round()
    parts.log.append("c", after(1))
    parts.go_round()
    parts.clock.advance(1)
    parts.go_round()
    parts.go_round()
    assert asked == [False, True, True, False]
    assert parts.road.values() == ["a 1", "b 1", "c 1"]


def test_what_is_held_and_what_is_late_can_be_seen(parts):
    parts.log.append("a", after(1))
    parts.log.append("b", after(5))
    parts.road.answer = lambda value: UNKNOWN
    parts.go_round()
    assert parts.sample("tidings_held_articles", state="waiting") == 2
    parts.clock.advance(1)
    parts.go_round()
    assert parts.sample("tidings_held_articles", state="waiting") == 1
    assert parts.sample("tidings_held_articles", state="due") == 1


class Pauses:
    """Stands for the event that ends the thread: counts its waits, and is set by the last."""

    def __init__(self, most: int) -> None:
        self.left = most

    def is_set(self) -> bool:
        return self.left <= 0

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.left -= 1


@pytest.mark.parametrize("failing", ["collect", "begin"])
def test_a_topic_that_fails_is_closed_and_opened_again_after_a_pause(parts, failing):
    opened = []
    parts.topic.failing = {failing}

    def open_topic():
        opened.append(MemoryTopic(parts.log, failing={failing}))
        return opened[-1]

    parts.releaser._open_topic = open_topic
    parts.releaser._stopping = Pauses(3)
    parts.releaser.run()
    assert len(opened) == 3
    assert all(each.is_closed for each in opened)


def test_a_kafka_that_is_away_is_asked_after_each_pause_and_no_oftener(parts):
    asked = []

    def open_topic():
        asked.append(1)
        raise HeldTopicError("kafka does not answer")

    parts.releaser._open_topic = open_topic
    parts.releaser._stopping = Pauses(4)
    parts.releaser.run()
    assert len(asked) == 4


def test_copies_that_fail_at_once_are_paused_between(parts):
    parts.log.append("a", after(0))
    parts.road.answer = lambda value: UNKNOWN
    parts.releaser._stopping = Pauses(3)
    parts.releaser.run()
    assert parts.topic.calls.count("copy") == 3


def test_an_error_that_nobody_foresaw_does_not_end_the_thread(parts):
    parts.topic.on_collect = lambda: 1 / 0
    parts.releaser._stopping = Pauses(2)
    parts.releaser.run()
    assert parts.topic.calls.count("collect") == 2


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(-5, 40), st.integers(0, 1)),
        st.tuples(st.just("pass"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("round"), st.booleans(), st.booleans()),
        st.tuples(st.just("crash"), st.just(0), st.just(0)),
        st.tuples(st.just("rebalance"), st.integers(0, 2), st.just(0)),
    ),
    max_size=40,
)


@given(STEPS)
def test_every_article_goes_out_and_none_before_its_time(steps):
    parts, due, early = Parts(), {}, []

    def check(value):
        if due[value.decode()] > parts.clock.now:
            early.append(value)
        return Ok("accepted")

    copied: set[str] = set()
    for number, (what, first, second) in enumerate(steps):
        match what:
            case "append":
                due[f"{number} 1"] = parts.clock.now + timedelta(seconds=first)
                parts.log.append(f"{number}", due[f"{number} 1"], partition=second)
            case "pass":
                parts.clock.advance(first)
            case "round":
                parts.road.answer = check if first else lambda value: UNKNOWN
                parts.topic.failing = set() if second else {"commit"}
                parts.go_round()
            case "crash":
                copied |= set(parts.road.values())
                parts = Parts(parts.log, parts.clock)
            case "rebalance":
                parts.topic.take_over([each for each in (0, 1) if each != first])
    parts.clock.advance(100)
    parts.topic.take_over([0, 1])
    parts.topic.failing, parts.road.answer = set(), check
    parts.go_round(3)
    copied |= set(parts.road.values())
    assert early == []
    assert copied == due.keys()
    assert all(
        parts.log.committed[at][0] == len(log) for at, log in parts.log.messages.items() if log
    )
