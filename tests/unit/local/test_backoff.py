"""What dies is started again soon, and less often while it keeps dying."""

from __future__ import annotations

import pytest

from tidings_local.backoff import STEADY_AFTER_S, compute_delay, count_failures


@pytest.mark.parametrize(
    ("failures", "delay_s"), [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 16), (7, 30)]
)
def test_the_delay_doubles_up_to_its_limit(failures, delay_s):
    assert compute_delay(failures) == delay_s


def test_a_long_night_of_failures_keeps_the_longest_delay():
    assert compute_delay(1_000_000) == 30


def test_a_quick_death_is_one_more_failure():
    assert count_failures(before=3, lived_s=STEADY_AFTER_S - 0.1) == 4


def test_who_lived_long_starts_from_the_beginning():
    assert count_failures(before=3, lived_s=STEADY_AFTER_S) == 1
