"""What feeds push, counted in memory by feed and UTC day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, assert_never

import structlog

from tidings.feeds.record import OTHER, FeedDay
from tidings.feeds.totals import FeedName
from tidings.reading import Problem
from tidings_ingest.acceptance import Accepted, Item, Origin, Rejected, Unchanged
from tidings_ingest.feed_activity.naming import name_item, name_origin
from tidings_ingest.feed_activity.row import Row

# A row is 1 KB, and 18 KB when its feed is wrong in every way: two days of 1,000 feeds are 2 MB,
# or 36 MB when everybody is.
MOST_FEEDS: Final = 1_000
OTHER_FEEDS: Final = FeedName(OTHER, None)
log = structlog.get_logger()


class FeedCounts:
    """Counts what it is told, from any thread; ``run`` names this process, ``clock`` is UTC.

    Nobody who is not known makes a row: an origin without a source is passed over. Rows of the day
    before yesterday are forgotten, written or not.
    """

    def __init__(
        self, run: str, clock: Callable[[], datetime], most_feeds: int = MOST_FEEDS
    ) -> None:
        self._run = run
        self._clock = clock
        self._most_feeds = most_feeds
        self._rows: dict[date, dict[FeedName, Row]] = {}
        self._changed: set[tuple[date, FeedName]] = set()
        self._lock = threading.Lock()

    def note_items(self, origin: Origin, items: Sequence[Item]) -> None:
        """Count a request and what became of each of its items."""
        at = self._clock()
        with self._lock:
            try:
                self._count_items(origin, items, at)
            except Exception:
                # The push has its answer already; an account that is short harms nobody.
                log.exception("a push was not counted")

    def note_refusal(self, origin: Origin, problems: Sequence[Problem]) -> None:
        """Count a request of which nothing could be read as one rejection."""
        at = self._clock()
        with self._lock:
            row = self._find_row(name_origin(origin), at)
            if row is not None:
                row.add_push(at)
                row.refused += 1
                row.add_rejected(problems[0], at)

    def take_changed(self) -> list[FeedDay]:
        """Return a record of each row that has changed since the last call."""
        with self._lock:
            changed, self._changed = self._changed, set()
        records = []
        for day, name in sorted(changed, key=str):
            # One at a time, so that no push waits for all of them.
            with self._lock:
                row = self._rows.get(day, {}).get(name)
                if row is not None:
                    records.append(row.snapshot(self._run))
        return records

    def put_back(self, records: Iterable[FeedDay]) -> None:
        """Count the rows of ``records`` as changed again: they did not get to the topic."""
        with self._lock:
            self._changed |= {(each.day, FeedName(each.source, each.feed)) for each in records}

    def _count_items(self, origin: Origin, items: Sequence[Item], at: datetime) -> None:
        unnamed = name_origin(origin)
        if origin.feed is None:
            # An item that could not be read belongs to the feed that the others name.
            unnamed = next((name_item(each) for each in items if each.article), unnamed)
        pushed = {name_item(each) if each.article else unnamed for each in items} or {unnamed}
        # Several names can share the row of those for whom there is no more room.
        rows = {id(row): row for each in pushed if (row := self._find_row(each, at))}
        for row in rows.values():
            row.add_push(at)
        for item in items:
            row = self._find_row(name_item(item) if item.article else unnamed, at)
            if row is not None:
                _count_item(row, item, at)

    def _find_row(self, name: FeedName | None, at: datetime) -> Row | None:
        if name is None:
            return None
        day = at.date()
        if day not in self._rows:
            kept = day - timedelta(days=1)
            self._rows = {each: rows for each, rows in self._rows.items() if each >= kept}
        rows = self._rows.setdefault(day, {})
        if name not in rows and len(rows) >= self._most_feeds:
            name = OTHER_FEEDS
        self._changed.add((day, name))
        return rows.setdefault(name, Row(name, day, at))


def _count_item(row: Row, item: Item, at: datetime) -> None:
    match item:
        case Accepted(article, held_until):
            row.add_taken("held" if held_until else "accepted", article.published_at)
        case Unchanged(article):
            row.add_taken("unchanged", article.published_at)
        case Rejected(problem):
            row.add_rejected(problem, at)
        case _:
            assert_never(item)
