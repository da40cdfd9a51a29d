"""Counters and histograms between two looks: a restart never counts less than nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.top.increase import find_quantile, measure_buckets, measure_increase, total_buckets
from tidings.top.scrape import NoMetricsError, Scrape, parse_metrics


def look(at, **counts):
    return Scrape(at, {("n_total", frozenset({("outcome", k)})): v for k, v in counts.items()})


def look_at_buckets(at, *counts, step="tag"):
    bounds = ("0.1", "1.0", "+Inf")
    return Scrape(
        at,
        {
            ("h_bucket", frozenset({("le", le), ("step", step)})): float(count)
            for le, count in zip(bounds, counts, strict=True)
        },
    )


def test_a_counter_rises_by_the_difference_of_two_looks():
    rose = measure_increase([look(0, ok=5, bad=1), look(2, ok=9, bad=1)], "n_total", "outcome")
    assert rose == {"ok": 4, "bad": 0}


def test_a_stage_that_was_restarted_has_what_came_since():
    looks = [look(0, ok=100), look(2, ok=3), look(4, ok=7)]
    assert measure_increase(looks, "n_total", "outcome") == {"ok": 7}


def test_an_outcome_that_was_not_there_yet_counts_from_nothing():
    assert measure_increase([look(0, ok=1), look(2, ok=1, bad=2)], "n_total", "outcome") == {
        "ok": 0,
        "bad": 2,
    }


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8))
def test_nothing_ever_rises_by_less_than_nothing(counts):
    looks = [look(at, ok=count) for at, count in enumerate(counts)]
    assert measure_increase(looks, "n_total", "outcome")["ok"] >= 0


@pytest.mark.parametrize(
    ("buckets", "share", "value"),
    [
        ({0.1: 10, 1.0: 10, math.inf: 10}, 0.5, 0.05),
        ({0.1: 0, 1.0: 10, math.inf: 10}, 0.5, 0.55),
        ({0.1: 0, 1.0: 0, math.inf: 4}, 0.5, 1.0),
        ({0.1: 9, 1.0: 10, math.inf: 10}, 0.95, 0.55),
        ({0.1: 0, 1.0: 0, math.inf: 0}, 0.5, None),
        ({}, 0.5, None),
    ],
)
def test_a_quantile_is_what_prometheus_would_say(buckets, share, value):
    found = find_quantile(buckets, share)
    assert found == (None if value is None else pytest.approx(value))


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.sampled_from((0.5, 0.95)))
def test_a_quantile_of_buckets_in_disorder_is_within_the_bounds(counts, share):
    found = find_quantile(dict(zip((0.1, 1.0, math.inf), counts, strict=True)), share)
    assert found is None or 0 <= found <= 1.0


def test_buckets_rise_by_their_labels_and_after_a_restart_too():
    looks = [look_at_buckets(0, 5, 8, 8), look_at_buckets(2, 1, 2, 2)]
    assert measure_buckets(looks, "h", {"step": "tag"}) == {0.1: 1, 1.0: 2, math.inf: 2}
    assert measure_buckets(looks, "h", {"step": "send"}) == {}
    assert total_buckets(looks[0], "h", {"step": "tag"}) == {0.1: 5, 1.0: 8, math.inf: 8}


@pytest.mark.parametrize("text", ["", "<html>", "a{b", "a 1 2 3 x\n{", "\x00\x01"])
def test_what_is_no_answer_of_metrics_is_said_to_be_none(text):
    with pytest.raises(NoMetricsError, match="no metrics"):
        parse_metrics(text, 0)
