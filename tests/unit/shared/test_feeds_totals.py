"""Records of feeds add up, however they are grouped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from feed_records import DAY, NOON, make_reason, make_record, records
from hypothesis import given, settings
from hypothesis import strategies as some

from tidings.feeds.record import (
    MOST_SAMPLE_CHARACTERS,
    MOST_WHERE_CHARACTERS,
    FeedDay,
    classify_where,
    cut_sample,
)
from tidings.feeds.totals import (
    FeedName,
    Totals,
    measure_longest_pause,
    read_totals,
    total_records,
)

totals = records.map(read_totals)


@settings(deadline=None)
@given(totals, totals, totals)
def test_totals_add_up_in_any_grouping(one, other, third):
    assert (one + other) + third == one + (other + third)


@settings(deadline=None)
@given(some.lists(records, max_size=5), some.randoms())
def test_totals_do_not_depend_on_the_order_of_the_records(some_records, chance):
    shuffled = list(some_records)
    chance.shuffle(shuffled)
    assert total_records(shuffled) == total_records(some_records)


@settings(deadline=None)
@given(totals)
def test_nothing_adds_nothing(one):
    assert one + Totals() == one == Totals() + one


def test_two_runs_on_one_day_are_both_counted():
    total = total_records(
        [
            make_record(run="a", pushes=2, accepted=5, reasons=(make_reason(count=2),)),
            make_record(
                run="b",
                pushes=1,
                accepted=7,
                last_push=NOON + timedelta(hours=1),
                reasons=(make_reason(sample="empty", last_at=NOON + timedelta(hours=1)),),
            ),
        ]
    )
    assert (total.pushes, total.accepted) == (3, 12)
    assert total.last_push == NOON + timedelta(hours=1)
    (reason,) = total.sort_reasons()
    assert (reason.count, reason.sample) == (3, "empty")


@settings(deadline=None)
@given(records)
def test_a_record_reads_back_as_it_was_written(record):
    assert FeedDay.from_bytes(record.to_bytes()) == record


def test_the_key_tells_feeds_runs_and_days_apart():
    keys = {
        make_record(feed=feed, run=run, day=day).key()
        for feed in (None, "sport")
        for run in ("a", "b")
        for day in (DAY, DAY + timedelta(days=1))
    }
    assert len(keys) == 8


@pytest.mark.parametrize(
    ("hours", "pause"),
    [
        ([], None),
        ([5, 9], None),
        ([5, 6, 7], 1),
        ([7, 31, 55, 127], 72),
    ],
)
def test_the_longest_pause_is_measured_once_there_is_a_habit(hours, pause):
    assert measure_longest_pause(hours) == (None if pause is None else timedelta(hours=pause))


def test_hours_of_several_days_follow_each_other():
    night = make_record(hours=1 << 23)
    morning = make_record(day=DAY + timedelta(days=1), hours=1 | 1 << 6)
    total = total_records([morning, night])
    assert measure_longest_pause(total.hours) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("headline", "headline"),
        ("line 17, published_at", "published_at"),
        ("item 3, captions[2].text", "captions[#].text"),
        ("line 5, column 3", "line #, column #"),
        ("\x1b[31m", "\\x1b[#m"),
    ],
)
def test_a_reason_is_classed_by_its_field_and_not_by_its_place(where, kind):
    assert classify_where(where) == kind


@settings(deadline=None)
@given(some.text(), some.text())
def test_reasons_are_short_and_do_no_harm_to_a_terminal(where, detail):
    kind, sample = classify_where(where * 100), cut_sample(detail * 100)
    assert len(kind) <= MOST_WHERE_CHARACTERS
    assert len(sample) <= MOST_SAMPLE_CHARACTERS
    assert "\x1b" not in kind + sample
    assert "\n" not in kind + sample


def test_a_feed_is_named_with_its_source():
    assert str(FeedName("gazette", "sport")) == "gazette/sport"
    assert str(FeedName("gazette", None)) == "gazette"
