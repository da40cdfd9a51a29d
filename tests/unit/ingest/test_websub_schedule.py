"""A subscription never ends by itself: what is due when, whatever hubs do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websub_subscriptions import (
    HUBS,
    LEASE,
    NOW,
    TOPIC,
    subscribe,
    subscribe_active,
    subscribe_pending,
)

from tidings_ingest.websub.schedule import (
    NOT_VERIFIED,
    Ask,
    Forget,
    Rest,
    begin_asking,
    find_renewal,
    note_denied,
    note_failure,
    note_removal,
    note_verified,
    plan,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RENEW = Ask("subscribe", renews=True)


@pytest.mark.parametrize(
    ("subscription", "after", "action"),
    [
        (subscribe(), 0 * DAY, Ask("subscribe")),
        (subscribe_pending(), 0 * DAY, Rest()),
        (subscribe_pending(), 4 * MINUTE, Rest()),
        (subscribe_pending(), 5 * MINUTE, Ask("subscribe")),
        (subscribe_active(), 0 * DAY, Rest()),
        (subscribe_active(), LEASE * 2 / 3 - MINUTE, Rest()),
        (subscribe_active(), LEASE * 2 / 3 + MINUTE, RENEW),
        (subscribe_active(asked_at=NOW, retry_at=NOW + 8 * DAY), 7 * DAY, Rest()),
        (subscribe_active(asked_at=NOW, retry_at=NOW + 8 * DAY), 8 * DAY, RENEW),
        (subscribe_active(), 11 * DAY, RENEW),
        (subscribe(state="denied"), 300 * DAY, Rest()),
        (subscribe(state="removing"), 0 * DAY, Ask("unsubscribe")),
        (subscribe_active(state="removing"), DAY, Ask("unsubscribe")),
        (subscribe_active(state="removing", retry_at=NOW + 2 * DAY), DAY, Rest()),
        (subscribe_active(state="removing", retry_at=NOW + 2 * DAY), 11 * DAY, Forget()),
        (subscribe(state="removing", tries=4), DAY, Ask("unsubscribe")),
        (subscribe(state="removing", tries=5, retry_at=NOW + HOUR), 0 * DAY, Rest()),
        (subscribe(state="removing", tries=5, retry_at=NOW + HOUR), HOUR, Forget()),
    ],
)
def test_what_is_due_in_each_state(subscription, after, action):
    assert plan(subscription, NOW + after) == action


def test_the_hub_is_asked_only_with_the_state_that_a_verification_needs():
    asked = begin_asking(subscribe(), NOW, 0)
    assert (asked.state, asked.asked_at, asked.tries) == ("pending", NOW, 1)
    assert asked.retry_at == NOW + 5 * MINUTE
    renewed = begin_asking(subscribe_active(), NOW + 7 * DAY, 0)
    assert (renewed.state, renewed.lease_ends_at) == ("active", NOW + LEASE)
    lapsed = begin_asking(subscribe_active(), NOW + 11 * DAY, 0)
    assert lapsed.state == "pending"


def test_a_hub_that_never_verifies_is_said_so_and_the_next_one_is_asked():
    again = begin_asking(subscribe_pending(), NOW + 5 * MINUTE, 0)
    assert again.error == NOT_VERIFIED
    assert again.hubs == (HUBS[1], HUBS[0])
    assert begin_asking(again, NOW + HOUR, 0).hub == HUBS[0]
    leaving = subscribe(state="removing", tries=1)
    assert begin_asking(leaving, NOW, 0).hub == HUBS[0], "only this hub knows us"


def test_pauses_double_up_to_an_hour_and_half_of_each_is_chance():
    pauses = []
    subscription = subscribe()
    for _ in range(14):
        subscription = note_failure(begin_asking(subscription, NOW, 0), "HTTP status 500", NOW, 0)
        pauses.append((subscription.retry_at - NOW).total_seconds())
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-3:] == [3600, 3600, 3600]
    halved = note_failure(subscription, "HTTP status 500", NOW, 1)
    assert (halved.retry_at - NOW).total_seconds() == 1800


def test_a_failure_after_the_verification_changes_nothing():
    verified = note_verified(subscribe_pending(), 600, NOW)
    assert note_failure(verified, "no answer", NOW, 0) == verified


@pytest.mark.parametrize("lease", [timedelta(seconds=10), HOUR, LEASE, 366 * DAY])
def test_renewal_begins_with_two_thirds_of_the_lease_over(lease):
    assert find_renewal(subscribe_active(lease)) == NOW + lease * 2 / 3


@settings(deadline=None)
@given(
    lease_s=st.integers(30, 30 * 24 * 3600),
    late_s=st.floats(0, 1),
    chances=st.lists(st.floats(0, 1), min_size=4, max_size=4),
    failures=st.integers(0, 3),
)
def test_three_hubs_that_fail_leave_time_for_a_fourth_try_within_the_lease(
    lease_s, late_s, chances, failures
):
    subscription = note_verified(subscribe_pending(), lease_s, NOW)
    now = find_renewal(subscription)
    for chance in chances[:failures]:
        now += timedelta(seconds=late_s)
        assert plan(subscription, now) == RENEW
        subscription = note_failure(begin_asking(subscription, now, chance), "500", now, chance)
        now = subscription.retry_at
    assert now < subscription.lease_ends_at
    assert plan(subscription, now) == RENEW


@settings(deadline=None)
@given(
    lease_s=st.integers(1, 10**10),
    hub_answers=st.lists(st.sampled_from(["fails", "verifies", "is silent"]), max_size=40),
    chance=st.floats(0, 1),
)
def test_whatever_hubs_do_something_is_due_until_it_is_verified(lease_s, hub_answers, chance):
    subscription, now = subscribe(), NOW
    for answer in hub_answers:
        due = plan(subscription, now)
        assert isinstance(due, Ask)
        assert due.mode == "subscribe"
        subscription = begin_asking(subscription, now, chance)
        assert isinstance(plan(subscription, now), Rest), "no hub is asked without a pause"
        match answer:
            case "fails":
                subscription = note_failure(subscription, "HTTP status 503", now, chance)
                assert now < subscription.retry_at <= now + HOUR
                now = subscription.retry_at
            case "is silent":
                now = subscription.retry_at
            case _:
                subscription = note_verified(subscription, lease_s, now)
                assert now < subscription.lease_ends_at <= now + 366 * DAY
                now = find_renewal(subscription)
    assert set(subscription.hubs) == set(HUBS)


def test_a_denied_subscription_waits_for_a_person():
    denied = note_denied(subscribe_active(), "we do not serve riverside\x1b[31m" + "x" * 1_000)
    assert denied.state == "denied"
    assert denied.lease_ends_at is None
    assert denied.error.startswith("denied by the hub: we do not serve riverside")
    assert len(denied.error) <= 300


def test_a_removal_is_told_to_hubs_that_may_know_of_us():
    assert note_removal(subscribe()) is None
    assert note_removal(subscribe(state="denied")) is None
    removed = note_removal(subscribe_pending())
    assert (removed.state, removed.asked_at, removed.tries) == ("removing", None, 0)
    assert plan(removed, NOW) == Ask("unsubscribe")
    asked = begin_asking(removed, NOW, 0)
    assert note_removal(asked) == asked


def test_a_subscription_shows_no_secret_and_each_has_its_own():
    one, two = subscribe(), subscribe()
    secret = one.secret.get_secret_value()
    assert len(bytes.fromhex(secret)) == 32
    assert secret not in f"{one!r} {one} {one.model_dump()} {one.model_dump_json()}"
    assert {one.id, secret}.isdisjoint({two.id, two.secret.get_secret_value()})
    assert len(one.id) == 43


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "ftp://riverside.example/"},
        {"hubs": ()},
        {"lease_s": 59},
        {"source": "two words"},
        {"id": "../../healthz"},
        {"lease_ends_at": NOW},
        {"secret": "short"},
    ],
)
def test_what_no_hub_could_be_asked_for_is_refused(changes):
    with pytest.raises(ValueError, match="validation error"):
        subscribe(**changes)


def test_the_topic_is_what_the_feed_calls_itself():
    assert subscribe().topic == TOPIC
