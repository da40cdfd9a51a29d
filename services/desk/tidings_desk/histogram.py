"""How many articles there are over time, in bars of a width that suits the period. Pure.

An article without a time of publication counts at its receipt, as everywhere in a search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from tidings.search.word_queries import Clause
from tidings_desk.answers import Bar

Interval = Literal["hour", "day", "week", "month", "year"]
# Up to which length of the period bars have this width: at most 73 hours, 122 days, 106 weeks, 121
# months.
WIDTHS: Final[tuple[tuple[timedelta, Interval], ...]] = (
    (timedelta(hours=72), "hour"),
    (timedelta(days=120), "day"),
    (timedelta(days=730), "week"),
    (timedelta(days=3653), "month"),
)
# A gap is shown as empty bars, as long as they are not too many: one article may be of the year 1.
MOST_BARS: Final = 500
_FIELDS: Final = {
    "published_at": {"exists": {"field": "published_at"}},
    "received_at": {"bool": {"must_not": {"exists": {"field": "published_at"}}}},
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Period(NamedTuple):
    """From the first to the last article of a result, in milliseconds since 1970."""

    first: float
    last: float

    @property
    def interval(self) -> Interval:
        """The width of a bar."""
        length = timedelta(milliseconds=self.last - self.first)
        return next((width for most, width in WIDTHS if length <= most), "year")


def build_bounds() -> dict[str, Clause]:
    """Return the aggregations that find the first and the last moment of a result."""
    return {
        f"when_{field}": {
            "filter": has_it,
            "aggs": {"first": {"min": {"field": field}}, "last": {"max": {"field": field}}},
        }
        for field, has_it in _FIELDS.items()
    }


def read_bounds(counted: Mapping[str, Any]) -> Period | None:
    """Return the period of a result, None where nothing was found."""
    found = [counted[f"when_{field}"] for field in _FIELDS]
    first = [each["first"]["value"] for each in found if each["first"]["value"] is not None]
    last = [each["last"]["value"] for each in found if each["last"]["value"] is not None]
    return Period(min(first), max(last)) if first else None


def build_bars(interval: Interval) -> dict[str, Clause]:
    """Return the aggregations that count the articles of each bar, those with any."""
    return {
        f"bars_{field}": {
            "filter": has_it,
            "aggs": {
                "bars": {
                    "date_histogram": {
                        "field": field,
                        "calendar_interval": interval,
                        "min_doc_count": 1,
                    }
                }
            },
        }
        for field, has_it in _FIELDS.items()
    }


def read_bars(counted: Mapping[str, Any], interval: Interval) -> list[Bar]:
    """Return the bars in their order; those between that have no article are there with 0."""
    counts: Counter[datetime] = Counter()
    for field in _FIELDS:
        for each in counted[f"bars_{field}"]["bars"]["buckets"]:
            counts[_EPOCH + timedelta(milliseconds=each["key"])] += each["doc_count"]
    starts = sorted(counts)
    if starts:
        every = list(_list_starts(starts[0], starts[-1], interval))
        starts = every if len(every) <= MOST_BARS else starts
    return [Bar(start=at, end=add_interval(at, interval), count=counts[at]) for at in starts]


def _list_starts(first: datetime, last: datetime, interval: Interval) -> Iterator[datetime]:
    at = first
    for _ in range(MOST_BARS + 1):
        if at > last:
            return
        yield at
        at = add_interval(at, interval)


def add_interval(at: datetime, interval: Interval) -> datetime:
    """Return the start of the next bar; the end of the calendar has none after it."""
    try:
        match interval:
            case "year":
                return at.replace(year=at.year + 1)
            case "month":
                return at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
            case "week" | "day" | "hour":
                return at + {"week": _WEEK, "day": _DAY, "hour": _HOUR}[interval]
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
