"""A hub gets its challenge back only for what was asked of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websub_subscriptions import LEASE, NOW, TOPIC, subscribe, subscribe_active, subscribe_pending

from tidings_ingest.websub.verification import Denied, Unasked, Verified, judge

ASKED = {
    "hub.mode": "subscribe",
    "hub.topic": TOPIC,
    "hub.challenge": "c4",
    "hub.lease_seconds": "600",
}
LEAVING = ASKED | {"hub.mode": "unsubscribe"}
RENEWING = {"asked_at": NOW, "tries": 1}


@pytest.mark.parametrize("subscription", [subscribe_pending(), subscribe_active(**RENEWING)])
def test_what_we_asked_for_is_verified_and_the_lease_is_the_hubs(subscription):
    verdict = judge(subscription, ASKED, NOW + timedelta(minutes=1))
    assert isinstance(verdict, Verified)
    assert verdict.challenge == "c4"
    after = verdict.after
    assert (after.state, after.asked_at, after.tries, after.retry_at) == ("active", None, 0, None)
    assert after.lease_ends_at == NOW + timedelta(minutes=11)


@pytest.mark.parametrize(
    ("subscription", "asked"),
    [
        (subscribe(), ASKED),
        (subscribe(state="denied"), ASKED),
        (subscribe_active(verified_at=NOW - timedelta(hours=1)), ASKED),
        (subscribe_active(state="removing", **RENEWING), ASKED),
        (subscribe_pending(), LEAVING),
        (subscribe_active(**RENEWING), LEAVING),
        (subscribe_active(state="removing"), LEAVING),
        (subscribe_pending(), ASKED | {"hub.topic": TOPIC + "/"}),
        (subscribe_pending(), ASKED | {"hub.topic": ""}),
        (subscribe_pending(), ASKED | {"hub.mode": "publish"}),
        (subscribe_pending(), ASKED | {"hub.mode": ""}),
        (subscribe_pending(), ASKED | {"hub.challenge": ""}),
        (subscribe_pending(), ASKED | {"hub.challenge": "c" * 1_001}),
        (subscribe(), ASKED | {"hub.mode": "denied"}),
        (subscribe_pending(), {"hub.mode": "denied", "hub.topic": "https://other.example/"}),
        (subscribe_pending(), {}),
    ],
)
def test_nothing_else_is(subscription, asked):
    assert judge(subscription, asked, NOW) == Unasked()


def test_a_farewell_that_we_asked_for_ends_the_subscription():
    leaving = subscribe_active(state="removing", **RENEWING)
    assert judge(leaving, LEAVING, NOW) == Verified("c4", None)


def test_a_hub_that_missed_our_answer_gets_it_again_for_five_minutes():
    verified = judge(subscribe_pending(), ASKED, NOW).after
    again = judge(verified, ASKED, NOW + timedelta(minutes=4))
    assert isinstance(again, Verified)
    assert judge(verified, ASKED, NOW + timedelta(minutes=6)) == Unasked()


@pytest.mark.parametrize("lease", ["", "0", "-5", "1.5", "forever", "٣", "9" * 11, "9" * 5_000])
def test_a_lease_that_is_none_counts_as_the_one_asked_for(lease):
    after = judge(subscribe_pending(), ASKED | {"hub.lease_seconds": lease}, NOW).after
    assert after.lease_ends_at == NOW + LEASE


def test_a_lease_of_centuries_is_renewed_within_a_year():
    after = judge(subscribe_pending(), ASKED | {"hub.lease_seconds": "9" * 10}, NOW).after
    assert after.lease_ends_at <= NOW + timedelta(days=366)


@pytest.mark.parametrize("subscription", [subscribe_pending(), subscribe_active()])
def test_a_hub_may_deny_at_any_time(subscription):
    asked = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "full"}
    verdict = judge(subscription, asked, NOW)
    assert isinstance(verdict, Denied)
    assert (verdict.after.state, verdict.after.error) == ("denied", "denied by the hub: full")
    leaving = subscribe_active(state="removing")
    assert judge(leaving, asked, NOW) == Denied(None)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(ASKED)), st.text(max_size=20)))
def test_no_query_is_an_error(asked):
    verdict = judge(subscribe_pending(), asked, NOW)
    assert isinstance(verdict, Verified | Denied | Unasked)
    if asked.get("hub.topic") != TOPIC:
        assert verdict == Unasked()
