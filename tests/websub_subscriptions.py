"""Subscriptions for tests, and pushes that are signed as a hub signs them."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from tidings_ingest.websub.subscription import Subscription, make_subscription

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
TOPIC = "https://riverside.example/feed.atom"
HUBS = ("https://hub.example/", "https://other-hub.example/hub")
LEASE = timedelta(days=10)


def subscribe(**changes) -> Subscription:
    """Return a subscription that is wanted, or with other values."""
    made = make_subscription(
        "https://riverside.example/",
        TOPIC,
        HUBS,
        source="riverside",
        feed="front",
        lease=LEASE,
        allow_private=False,
        created_at=NOW - timedelta(days=1),
    )
    return made.change(**changes)


def subscribe_pending(**changes) -> Subscription:
    """Return one whose hub was asked a moment ago."""
    asked = {"state": "pending", "asked_at": NOW, "tries": 1}
    return subscribe(**(asked | {"retry_at": NOW + timedelta(minutes=5)} | changes))


def subscribe_active(lease: timedelta = LEASE, **changes) -> Subscription:
    """Return one that was verified just now."""
    verified = {"state": "active", "verified_at": NOW, "lease_ends_at": NOW + lease}
    return subscribe(**(verified | changes))


def sign(subscription: Subscription, body: bytes, method: str = "sha256") -> dict[str, str]:
    """Return the header with a hub's signature."""
    key = subscription.secret.get_secret_value().encode()
    return {
        "X-Hub-Signature": f"{method}={hmac.new(key, body, getattr(hashlib, method)).hexdigest()}"
    }
