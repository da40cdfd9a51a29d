"""The schedule of faults is a function of its seed, and hits every service each week."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from faults.ledger.fault import KINDS, SERVICES
from faults.ledger.schedule import MOST_PAUSE_S, QUICK, draw_day, draw_schedule, seed_of_week
from hypothesis import given, settings
from hypothesis import strategies as st

# A week is 21 draws for each of seven days, so that the default of 100 of them would take seconds.
SEEDS = st.integers(0, 10**9)
MONDAYS = st.dates(date(2026, 1, 1), date(2060, 1, 1)).map(
    lambda day: day - timedelta(day.weekday())
)


def week_of(monday, longest_s=5.0):
    return [draw_day(monday + timedelta(day), longest_s) for day in range(7)]


@given(SEEDS, st.integers(0, 80), st.integers(0, 20))
def test_the_same_seed_gives_the_same_faults_and_a_longer_schedule_begins_with_the_shorter(
    seed, count, more
):
    faults = draw_schedule(seed, count)

    assert len(faults) == count
    assert draw_schedule(seed, count) == faults
    assert draw_schedule(seed, count + more)[:count] == faults


def test_a_schedule_is_the_same_on_every_machine():
    told = [(each.describe(), each.pause_s) for each in draw_schedule(20261128, 4)]

    assert told == [
        ("freeze kafka for 12.3 s", 2.8),
        ("delay ingest for 2.7 s", 2.2),
        ("kill index", 0.6),
        ("kill elasticsearch", 2.5),
    ]


@given(SEEDS)
def test_other_seeds_give_other_faults(seed):
    assert draw_schedule(seed, 40) != draw_schedule(seed + 1, 40)


@given(SEEDS)
def test_every_fault_is_one_of_the_table_and_lasts_as_long_as_it_says(seed):
    for each in draw_schedule(seed, 60):
        kind = KINDS[each.kind]
        assert each.target in kind.targets
        assert kind.least_s <= each.lasts_s <= kind.most_s
        assert 0 <= each.pause_s <= MOST_PAUSE_S


@given(SEEDS)
def test_five_in_a_row_hit_every_service_once(seed):
    faults = draw_schedule(seed, 60)

    for first in range(0, 60, 5):
        assert {each.target for each in faults[first : first + 5]} == set(SERVICES)


def test_every_kind_of_fault_comes_up():
    drawn = {each.kind for each in draw_schedule(1, 1_000)}

    assert drawn == set(KINDS)


@settings(max_examples=25)
@given(MONDAYS)
def test_the_days_of_a_week_hit_every_service_several_times_with_three_faults_each(monday):
    days = week_of(monday)
    targets = Counter(each.target for day in days for each in day)

    assert [len(day) for day in days] == [3] * 7
    assert all(targets[service] >= 4 for service in SERVICES)


@settings(max_examples=25)
@given(MONDAYS)
def test_the_days_of_a_week_are_one_schedule_that_can_be_run_as_a_whole(monday):
    week = draw_schedule(seed_of_week(monday), 21, QUICK)
    days = [fault for day in week_of(monday, longest_s=1_000) for fault in day]

    assert days == week


@settings(max_examples=25)
@given(MONDAYS)
def test_no_fault_of_a_day_is_slow_or_longer_than_asked(monday):
    for day in week_of(monday, longest_s=4.0):
        assert all(each.lasts_s <= 4.0 and not KINDS[each.kind].slow for each in day)


@pytest.mark.parametrize(
    ("day", "seed"), [(date(2026, 11, 28), 202648), (date(2027, 1, 1), 202653)]
)
def test_a_week_is_named_by_its_year_and_number(day, seed):
    assert seed_of_week(day) == seed
