"""What a hub asks at a callback, and whether it is what we asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tidings_ingest.websub.schedule import VERIFIED_AGAIN_WITHIN, note_denied, note_verified
from tidings_ingest.websub.subscription import Subscription

# Hubs send 32 to 128 characters.
MOST_CHALLENGE_CHARACTERS: Final = 1_000
MOST_LEASE_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Verified:
    """The hub asks whether we want this, and we do; ``after`` is None once it is forgotten."""

    challenge: str
    after: Subscription | None


@dataclass(frozen=True, slots=True)
class Denied:
    """The hub does not want the subscription."""

    after: Subscription | None


@dataclass(frozen=True, slots=True)
class Unasked:
    """Nothing that we asked for; the answer is 404."""


Verdict = Verified | Denied | Unasked


def judge(subscription: Subscription, asked: Mapping[str, str], now: datetime) -> Verdict:
    """Return what the query of a GET at the callback of ``subscription`` means."""
    if asked.get("hub.topic") != subscription.topic:
        return Unasked()
    mode, removing = asked.get("hub.mode"), subscription.state == "removing"
    if mode == "denied" and subscription.state in {"pending", "active", "removing"}:
        reason = asked.get("hub.reason") or "without a reason"
        return Denied(None if removing else note_denied(subscription, reason))
    challenge = asked.get("hub.challenge", "")
    if not 0 < len(challenge) <= MOST_CHALLENGE_CHARACTERS:
        return Unasked()
    if mode == "unsubscribe" and removing and subscription.asked_at is not None:
        return Verified(challenge, None)
    if mode == "subscribe" and _awaits(subscription, now):
        lease_s = _read_lease(asked.get("hub.lease_seconds", ""))
        return Verified(challenge, note_verified(subscription, lease_s, now))
    return Unasked()


def _awaits(subscription: Subscription, now: datetime) -> bool:
    if subscription.state not in {"pending", "active"}:
        return False
    verified_at = subscription.verified_at
    # A hub that did not get our answer asks once more.
    is_recent = verified_at is not None and now - verified_at <= VERIFIED_AGAIN_WITHIN
    return subscription.asked_at is not None or is_recent


def _read_lease(text: str) -> int | None:
    """Return the seconds, None for what is no lease; hubs of before the specification send 0."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_LEASE_DIGITS
    return int(text) or None if is_number else None
