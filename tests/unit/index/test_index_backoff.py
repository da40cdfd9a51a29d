"""Waits grow, never past their most, and never to nonsense."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidings_index.backoff import FIRST_S, MOST_S, draw_backoff


@given(st.integers(0, 10**9), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_never_longer_than_the_most(tries, fraction):
    assert 0 <= draw_backoff(tries, fraction) < MOST_S


def test_the_bound_doubles_until_the_most():
    bounds = [draw_backoff(tries, 1) for tries in range(8)]
    assert bounds[:6] == [FIRST_S * 2**tries for tries in range(6)]
    assert bounds[6:] == [MOST_S, MOST_S]
