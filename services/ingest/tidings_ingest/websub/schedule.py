"""What is to be done about a subscription now, and what it is afterwards. Pure.

A lease is renewed when two thirds of it are over. Of the ten days that we ask for, 80 hours are
then left for tries that end up an hour apart. A verification is waited for before the next try,
for a hub may take its time. Pauses between tries double, and half of each is chance, so that the
subscriptions at a hub that comes back do not all arrive at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, assert_never

from tidings_ingest.websub.subscription import (
    MOST_ERROR_CHARACTERS,
    MOST_LEASE_S,
    Subscription,
)

Mode = Literal["subscribe", "unsubscribe"]

RENEW_AFTER: Final = 2 / 3
FIRST_PAUSE_S: Final = 5.0
LONGEST_PAUSE_S: Final = 60 * 60.0
SHORTEST_WAIT_S: Final = 1.0
# Hubs verify within seconds; some first ask the publisher.
VERIFIED_WITHIN_S: Final = 5 * 60.0
# A hub whose first request got its answer too late for it may send the same once more.
VERIFIED_AGAIN_WITHIN: Final = timedelta(minutes=5)
# A hub that does not take the farewell five times pushes until its lease ends, to nobody.
MOST_FAREWELLS: Final = 5
NOT_VERIFIED: Final = "the hub took the request and did not verify: it may not reach the callback"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the hub; ``renews`` when the feed is to be looked at before, for it may have moved."""

    mode: Mode
    renews: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """Drop the subscription: no hub knows it any more, or none ever did."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is to be done."""


Action = Ask | Forget | Rest


def plan(subscription: Subscription, now: datetime) -> Action:
    """Return what is to be done now."""
    waits = subscription.retry_at is not None and now < subscription.retry_at
    match subscription.state:
        case "wanted":
            return Ask("subscribe")
        case "pending":
            return Rest() if waits else Ask("subscribe")
        case "active":
            if waits or now < find_renewal(subscription):
                return Rest()
            return Ask("subscribe", renews=True)
        case "denied":
            return Rest()
        case "removing":
            return _plan_farewell(subscription, now, waits=waits)
        case _:
            assert_never(subscription.state)


def find_renewal(subscription: Subscription) -> datetime:
    """Return when an active subscription is asked for again."""
    began, ends = subscription.verified_at, subscription.lease_ends_at
    if began is None or ends is None:
        return subscription.created_at
    return began + (ends - began) * RENEW_AFTER


def begin_asking(subscription: Subscription, now: datetime, chance: float) -> Subscription:
    """Return the subscription as it is while the hub is asked; ``chance`` is between 0 and 1.

    This is written before the request is sent: the hub may verify before it answers. A further try
    goes to the next hub of the feed.
    """
    hubs, state, error = subscription.hubs, subscription.state, subscription.error
    if subscription.tries and state != "removing":
        hubs = (*hubs[1:], hubs[0])
    if subscription.asked_at is not None and error is None:
        error = NOT_VERIFIED
    if state == "wanted" or (state == "active" and _is_over(subscription, now)):
        state = "pending"
    tries = subscription.tries + 1
    wait_s = max(VERIFIED_WITHIN_S, _choose_pause(tries, chance))
    return subscription.change(
        hubs=hubs,
        state=state,
        asked_at=now,
        tries=tries,
        retry_at=now + _bound_wait(subscription, wait_s, now),
        error=error,
    )


def note_failure(
    subscription: Subscription, error: str, now: datetime, chance: float
) -> Subscription:
    """Return the subscription after a hub did not take the request.

    One that has verified meanwhile has taken it, whatever it answered.
    """
    if subscription.asked_at is None:
        return subscription
    pause = _bound_wait(subscription, _choose_pause(subscription.tries, chance), now)
    return subscription.change(retry_at=now + pause, error=error[:MOST_ERROR_CHARACTERS])


def note_verified(subscription: Subscription, lease_s: int | None, now: datetime) -> Subscription:
    """Return the subscription after a verification; without ``lease_s`` the one asked for."""
    lease_s = subscription.lease_s if lease_s is None else lease_s
    lease = timedelta(seconds=min(lease_s, MOST_LEASE_S))
    return subscription.change(
        state="active",
        asked_at=None,
        tries=0,
        retry_at=None,
        verified_at=now,
        lease_ends_at=now + lease,
        error=None,
    )


def note_denied(subscription: Subscription, reason: str) -> Subscription:
    """Return the subscription after the hub has refused it or taken it back."""
    return subscription.change(
        state="denied",
        asked_at=None,
        retry_at=None,
        verified_at=None,
        lease_ends_at=None,
        error=f"denied by the hub: {reason}"[:MOST_ERROR_CHARACTERS],
    )


def note_removal(subscription: Subscription) -> Subscription | None:
    """Return the subscription once nobody wants it any more, None where no hub has heard of it."""
    if subscription.state in {"wanted", "denied"}:
        return None
    if subscription.state == "removing":
        return subscription
    return subscription.change(
        state="removing",
        asked_at=None,
        tries=0,
        retry_at=None,
        error=None,
    )


def _plan_farewell(subscription: Subscription, now: datetime, *, waits: bool) -> Action:
    if _is_over(subscription, now):
        return Forget()
    if waits:
        return Rest()
    return Forget() if subscription.tries >= MOST_FAREWELLS else Ask("unsubscribe")


def _is_over(subscription: Subscription, now: datetime) -> bool:
    return subscription.lease_ends_at is not None and subscription.lease_ends_at <= now


def _bound_wait(subscription: Subscription, wait_s: float, now: datetime) -> timedelta:
    """Return the wait, at most a third of what is left of a lease: hubs may grant minutes."""
    ends = subscription.lease_ends_at
    if subscription.state == "active" and ends is not None:
        wait_s = min(wait_s, max(SHORTEST_WAIT_S, (ends - now).total_seconds() / 3))
    return timedelta(seconds=wait_s)


def _choose_pause(tries: int, chance: float) -> float:
    """Return 5 s, 10 s, 20 s … up to an hour, or down to half of it."""
    longest = min(FIRST_PAUSE_S * float(2 ** min(tries - 1, 20)), LONGEST_PAUSE_S)
    return longest * (1 - chance / 2)
