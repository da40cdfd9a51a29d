"""Nothing is committed before it is released, and everything is released when its time has come."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tidings_ingest.embargo.held_message import HeldMessage
from tidings_ingest.embargo.held_offsets import HeldOffsets, Mark, read_mark

BEGINNING = Mark(0, 0, 0)
ARTICLES = [b"a", b"b", b"c", None]


def message(offset: int, release_at: int, key: bytes | None = None, revision: int = 0):
    return HeldMessage(0, offset, key, revision, release_at)


class Releasing(RuleBasedStateMachine):
    """A partition that grows, a clock that mostly goes on, and a releaser that may be restarted."""

    @initialize()
    def begin(self):
        self.log: list[HeldMessage] = []
        self.now = 1_000
        self.committed = BEGINNING
        self.gone_out: list[set[int]] = [set()]
        self.restart()

    @rule()
    def restart(self):
        self.held = HeldOffsets(read_mark(self.committed.offset, self.committed.to_metadata()))
        self.read_to = self.committed.offset
        # What was replaced while it waited for its time needs no release of its own.
        self.gone_out.append(set())

    @rule(
        key=st.sampled_from(ARTICLES),
        revision=st.integers(0, 3),
        after=st.integers(-50, 200),
    )
    def append(self, key, revision, after):
        self.log.append(message(len(self.log), max(0, self.now + after), key, revision))

    @rule(count=st.integers(1, 5))
    def read(self, count):
        for each in self.log[self.read_to : self.read_to + count]:
            self.held.note(each)
            self.read_to = each.offset + 1

    @rule(by=st.integers(-100, 300))
    def pass_time(self, by):
        self.now = max(0, self.now + by)

    @rule(most=st.integers(1, 4), answers=st.lists(st.booleans(), min_size=4, max_size=4))
    def release(self, most, answers):
        for offset, is_acknowledged in zip(
            self.held.take_due(self.now, most), answers, strict=False
        ):
            found = self.log[offset]
            assert found.release_at <= self.latest_now()
            if not self.held.is_current(found):
                self.held.release(offset, found)
            elif is_acknowledged:
                self.gone_out[-1].add(offset)
                self.held.release(offset, found)
            else:
                self.held.postpone(offset)

    @rule()
    def commit(self):
        self.committed = self.held.mark()
        self.gone_out = [set().union(*self.gone_out), set()]

    @rule()
    def release_all(self):
        """Whatever was before, an end without errors releases all that is due, and no other."""
        self.read(len(self.log) + 1)
        while due := self.held.take_due(self.now, 3):
            for offset in due:
                if self.held.is_current(self.log[offset]):
                    assert self.log[offset].release_at <= self.latest_now()
                    self.gone_out[-1].add(offset)
                self.held.release(offset, self.log[offset])
        out = set().union(*self.gone_out)
        for each in self.log:
            if each.release_at <= self.now:
                assert each.offset in out or self.is_replaced(each)
        assert self.held.due == 0

    def latest_now(self):
        self.seen_now = max(getattr(self, "seen_now", 0), self.now)
        return self.seen_now

    def is_replaced(self, old: HeldMessage) -> bool:
        return old.key is not None and any(
            (new.revision, new.offset) > (old.revision, old.offset)
            for new in self.log
            if new.key == old.key
        )

    @invariant()
    def nothing_is_committed_before_it_is_released_or_replaced(self):
        self.latest_now()
        out = set().union(*self.gone_out)
        for each in self.log[: self.committed.next_offset]:
            below = each.offset < self.committed.offset
            if below or each.release_at <= self.committed.released_through:
                assert each.offset in out or self.is_replaced(each)


TestReleasing = Releasing.TestCase
TestReleasing.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)


def test_what_is_due_comes_by_offset_and_stays_until_it_is_released():
    held = HeldOffsets(BEGINNING)
    for offset, release_at in enumerate((30, 10, 99, 20)):
        held.note(message(offset, release_at))

    assert held.next_release == 10
    assert held.take_due(30, 2) == [0, 1]
    assert held.take_due(30, 9) == [0, 1, 3]
    held.release(0, message(0, 30))
    assert (held.mark().offset, held.due, len(held)) == (1, 2, 3)
    held.postpone(1)
    assert held.take_due(30, 9) == [3, 1]


def test_a_restart_goes_on_where_the_mark_says_and_repeats_nothing():
    first = HeldOffsets(BEGINNING)
    messages = [message(0, 99), message(1, 10), message(2, 50)]
    for each in messages:
        first.note(each)
    (due,) = first.take_due(10, 9)
    first.release(due, messages[due])
    mark = first.mark()
    assert mark == Mark(0, 3, 10)

    again = HeldOffsets(read_mark(mark.offset, mark.to_metadata()))
    for each in [*messages, message(3, 5)]:
        again.note(each)
    assert again.take_due(60, 9) == [2, 3]


@pytest.mark.parametrize("metadata", ["", "soon", "1 2 3", "-1 5", "1 ٣"])
def test_a_commit_without_our_metadata_repeats_everything_from_its_offset(metadata):
    assert read_mark(7, metadata) == Mark(7, 7, 0)


def test_what_is_due_and_not_yet_on_the_road_is_not_marked_as_released():
    held = HeldOffsets(BEGINNING)
    held.note(message(0, 10))
    held.note(message(1, 20))
    held.take_due(30, 9)
    held.release(0, message(0, 10))
    assert held.mark() == Mark(1, 2, 19)
    # The clock is set back: what is read now waits for times that are past by the old one.
    held.take_due(5, 9)
    held.note(message(2, 15))
    assert held.mark() == Mark(1, 3, 5)


def test_a_prolonged_embargo_lets_the_first_copy_go_nowhere_and_a_shortened_one_too():
    held = HeldOffsets(BEGINNING)
    messages = [message(0, 10, b"a", 1), message(1, 50, b"a", 1), message(2, 90, b"b", 1)]
    messages.append(message(3, 20, b"b", 2))
    for each in messages:
        held.note(each)

    went = []
    for now in (10, 20, 50, 90):
        for offset in held.take_due(now, 9):
            if held.is_current(messages[offset]):
                went.append((now, offset))
            held.release(offset, messages[offset])
    assert went == [(20, 3), (50, 1)]
    assert held.mark() == Mark(4, 4, 90)


def test_an_older_revision_that_comes_late_waits_for_nothing():
    held = HeldOffsets(BEGINNING)
    held.note(message(0, 50, b"a", 2))
    held.note(message(1, 10, b"a", 1))
    assert len(held) == 1
    assert held.take_due(10, 9) == []


def test_a_shortened_embargo_that_is_over_stays_so_after_a_restart():
    again = HeldOffsets(Mark(0, 2, 20))
    messages = [message(0, 50, b"a", 1), message(1, 20, b"a", 2)]
    for each in messages:
        again.note(each)
    (offset,) = again.take_due(60, 9)
    assert (offset, again.is_current(messages[offset])) == (0, False)


def test_an_article_whose_message_is_gone_is_forgotten():
    held = HeldOffsets(BEGINNING)
    held.note(message(0, 10, b"a", 5))
    held.take_due(10, 1)
    held.release(0, None)
    held.note(message(1, 10, b"a", 4))
    assert held.take_due(10, 1) == [1]


def test_a_clock_that_was_wrong_for_a_while_only_lets_some_repeat():
    held = HeldOffsets(BEGINNING)
    held.note(message(0, 500))
    held.note(message(1, 900))
    for offset in held.take_due(600, 9):
        held.release(offset, message(offset, 500))
    assert held.take_due(100, 9) == []
    held.note(message(2, 300))

    assert held.mark() == Mark(1, 3, 100)
    assert held.take_due(300, 9) == [2]


def test_a_message_held_costs_as_much_memory_as_is_said():
    tracemalloc.start()
    try:
        held = HeldOffsets(BEGINNING)
        for offset in range(20_000):
            held.note(message(offset, 1_935_662_400_000 + offset, b"%032x" % offset, 1 << 40))
        cost, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(held) == 20_000
    assert cost / 20_000 < 200
