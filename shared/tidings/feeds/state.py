"""How each feed stands: what it pushed lately, and whether it has gone silent. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tidings.feeds.record import FeedDay
from tidings.feeds.shares import Share, Shares
from tidings.feeds.totals import (
    FeedName,
    Totals,
    find_later,
    measure_longest_pause,
    total_records,
)

# A feed is no clock: what comes each morning comes an hour later now and then, and a pause of
# whole hours is measured up to an hour short.
SILENT_AFTER_PAUSES: Final = 1.5


@dataclass(frozen=True, slots=True)
class IndexedFeed:
    """What a search finds of one feed; withdrawn articles do not count."""

    articles: int
    newest_published_at: datetime | None
    newest_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """One feed at one time.

    ``period`` and ``days`` are about the days asked for; the pauses and the last push about all
    that is known. ``indexed`` and ``shares`` are empty while Elasticsearch does not answer.
    """

    name: FeedName
    period: Totals
    days: Mapping[date, Totals]
    last_push: datetime | None
    quiet_for: timedelta
    longest_pause: timedelta | None
    newest_published_at: datetime | None
    indexed: IndexedFeed | None = None
    shares: tuple[Share, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether it has been quiet for longer than half as long again as ever before."""
        longest = self.longest_pause
        return longest is not None and self.quiet_for > SILENT_AFTER_PAUSES * longest


def describe_feeds(
    records: Iterable[FeedDay],
    now: datetime,
    since: date,
    indexed: Mapping[FeedName, IndexedFeed] | None = None,
    shares: Shares | None = None,
) -> list[FeedState]:
    """Return the state of every feed that has a record or an article, the quietest first."""
    indexed = indexed or {}
    by_feed: defaultdict[FeedName, list[FeedDay]] = defaultdict(list)
    for each in records:
        by_feed[FeedName(each.source, each.feed)].append(each)
    states = [
        _describe(name, by_feed.get(name, []), now, since, indexed.get(name), shares or Shares())
        for name in by_feed.keys() | indexed.keys()
    ]
    return sorted(states, key=lambda each: (-each.quiet_for, str(each.name)))


def _describe(  # noqa: PLR0913, PLR0917 - what is known of one feed
    name: FeedName,
    records: list[FeedDay],
    now: datetime,
    since: date,
    indexed: IndexedFeed | None,
    shares: Shares,
) -> FeedState:
    ever = total_records(records)
    days: defaultdict[date, list[FeedDay]] = defaultdict(list)
    for each in records:
        if each.day >= since:
            days[each.day].append(each)
    # What is in the index was pushed at some time, also when its record is gone after 30 days.
    last_push = find_later(ever.last_push, indexed.newest_received_at if indexed else None)
    published = indexed.newest_published_at if indexed else None
    return FeedState(
        name,
        period=total_records(record for day in days.values() for record in day),
        days={day: total_records(some) for day, some in sorted(days.items())},
        last_push=last_push,
        quiet_for=max(timedelta(0), now - last_push) if last_push else timedelta(0),
        longest_pause=measure_longest_pause(ever.hours),
        newest_published_at=find_later(ever.newest_published_at, published),
        indexed=indexed,
        shares=shares.by_feed.get(name, ()),
    )
