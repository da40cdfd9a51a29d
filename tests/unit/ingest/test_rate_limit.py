"""One key cannot take the time of all others, and is told how much it has left."""

from __future__ import annotations

import pytest

from tidings_ingest.rate_limit import Allowance, RateLimit, RateLimitedError


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def spend_all(limit, key="riverside"):
    allowances = []
    # Twice what the largest burst of these tests has.
    for _ in range(20_000):
        try:
            allowances.append(limit.spend(key))
        except RateLimitedError as error:
            return allowances, error.allowance
    raise AssertionError("there is no limit")


def test_a_burst_is_ten_seconds_of_the_rate_and_then_requests_come_back_steadily(clock):
    limit = RateLimit(2, clock)
    allowances, refused = spend_all(limit)

    assert [each.remaining for each in allowances] == [*range(19, -1, -1)]
    assert allowances[0] == Allowance(quota=20, window_s=10, remaining=19, reset_s=1)
    assert allowances[-1].reset_s == 10
    assert (refused.remaining, refused.reset_s) == (0, 1)
    clock.now += 3
    assert len(spend_all(limit)[0]) == 6
    clock.now += 1_000
    assert len(spend_all(limit)[0]) == 20


def test_a_refusal_costs_nothing(clock):
    limit = RateLimit(2, clock)
    for _ in range(5):
        spend_all(limit)
    clock.now += 0.5
    assert len(spend_all(limit)[0]) == 1


def test_after_the_seconds_that_a_refusal_names_a_request_is_taken(clock):
    for rate in (0.01, 0.3, 7, 1_000):
        limit = RateLimit(rate, clock)
        _, refused = spend_all(limit)
        clock.now += refused.reset_s
        assert limit.spend("riverside").remaining >= 0


def test_a_slow_rate_lets_one_request_pass_in_its_time(clock):
    assert RateLimit(0.01, clock).spend("a") == Allowance(1, 100, 0, 100)


def test_a_key_is_not_charged_for_another(clock):
    limit = RateLimit(1, clock)
    spend_all(limit, "riverside")
    assert limit.spend("hill-daily").remaining == 9


def test_the_keys_that_were_quiet_longest_are_forgotten(clock):
    limit = RateLimit(1, clock, most_keys=2)
    for key in ("a", "b", "a", "c"):
        limit.spend(key)
    assert limit.spend("a").remaining == 7
    assert limit.spend("b").remaining == 9


def test_the_header_fields_are_structured_fields():
    assert Allowance(1_000, 10, 999, 1).describe() == {
        "RateLimit-Policy": '"key";q=1000;w=10',
        "RateLimit": '"key";r=999;t=1',
    }
