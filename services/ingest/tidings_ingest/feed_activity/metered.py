"""What feeds push as metrics, beside the account that is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final, assert_never

from tidings.feeds.record import OTHER
from tidings.feeds.totals import FeedName
from tidings.metrics import FEED_ITEMS, StageMetrics
from tidings.reading import Problem
from tidings_ingest.acceptance import Accepted, Item, Origin, Rejected, Unchanged
from tidings_ingest.feed_activity.naming import name_item, name_origin
from tidings_ingest.feed_activity.port import Activity

# 4 outcomes a feed: 400 series, which is what Prometheus keeps of 10 histograms. The others are in
# the account on their topic, which has room for 1,000 feeds.
MOST_FEEDS: Final = 100


class MeteredActivity:
    """Counts by feed what it hands on to ``activity``; the first feeds to push have their own."""

    def __init__(
        self, activity: Activity, metrics: StageMetrics, most_feeds: int = MOST_FEEDS
    ) -> None:
        self._activity = activity
        self._metrics = metrics
        self._most_feeds = most_feeds
        self._known: set[FeedName] = set()
        self._lock = threading.Lock()

    def note_items(self, origin: Origin, items: Sequence[Item]) -> None:
        """Count each item for the feed that it names, or that its sender does."""
        unnamed = name_origin(origin)
        for each in items:
            name = name_item(each) if each.article else unnamed
            if name is not None:
                self._count(name, _name_outcome(each))
        self._activity.note_items(origin, items)

    def note_refusal(self, origin: Origin, problems: Sequence[Problem]) -> None:
        """Count a request of which nothing could be read as one rejection."""
        name = name_origin(origin)
        if name is not None:
            self._count(name, "rejected")
        self._activity.note_refusal(origin, problems)

    def _count(self, name: FeedName, outcome: str) -> None:
        with self._lock:
            if name not in self._known:
                if len(self._known) >= self._most_feeds:
                    name = FeedName(OTHER, None)
                else:
                    self._known.add(name)
        labels = {"source": name.source, "feed": name.feed or "", "outcome": outcome}
        self._metrics.counter(FEED_ITEMS, **labels).inc()


def _name_outcome(item: Item) -> str:
    match item:
        case Accepted(_, held_until):
            return "held" if held_until else "accepted"
        case Unchanged():
            return "unchanged"
        case Rejected():
            return "rejected"
        case _:
            assert_never(item)
