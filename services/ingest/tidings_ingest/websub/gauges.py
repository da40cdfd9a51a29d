"""The subscriptions in numbers, without any address."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from tidings.metrics import WEBSUB_LEASE, WEBSUB_SUBSCRIPTIONS, StageMetrics
from tidings_ingest.websub.subscription import STATES, Subscription


def show_subscriptions(
    subscriptions: Iterable[Subscription], now: datetime, metrics: StageMetrics
) -> None:
    """Set the gauges: how many there are by state, and the seconds until the nearest lease ends.

    They are below zero once a lease has ended, and NaN while there is none.
    """
    kept = tuple(subscriptions)
    counts = Counter(each.state for each in kept)
    for state in STATES:
        metrics.gauge(WEBSUB_SUBSCRIPTIONS, state=state).set(counts[state])
    ends = [each.lease_ends_at for each in kept if each.state in {"pending", "active"}]
    left = ((each - now).total_seconds() for each in ends if each is not None)
    metrics.gauge(WEBSUB_LEASE).set(min(left, default=math.nan))
