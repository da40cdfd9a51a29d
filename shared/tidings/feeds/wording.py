"""Times, numbers and names as ``tidings feeds`` words them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from rich.text import Text

from tidings.feeds.record import Reason
from tidings.feeds.shares import Share
from tidings.feeds.state import FeedState
from tidings.feeds.totals import Totals
from tidings.terminal import printable

_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_COUNTS: Final = ("pushes", "refused", "accepted", "unchanged", "held", "rejected")


def word_duration(duration: timedelta) -> str:
    """Return a duration in its largest unit and, for hours and days, the next: ``3 d 4 h``."""
    left = int(abs(duration.total_seconds()))
    for position, (size, unit) in enumerate(_UNITS):
        if left >= size:
            words = f"{left // size} {unit}"
            next_size, next_unit = _UNITS[min(position + 1, len(_UNITS) - 1)]
            more = left % size // next_size
            return f"{words} {more} {next_unit}" if more and size >= 3_600 else words
    return "0 s"


def word_age(moment: datetime | None, now: datetime) -> str:
    """Return how old a moment is; one that is still to come is ``in 2 h``."""
    if moment is None:
        return "-"
    return word_duration(now - moment) if moment <= now else f"in {word_duration(moment - now)}"


def word_part(part: float) -> str:
    """Return a part of one in per cent; what is little is not nothing."""
    return "<1 %" if part < 0.01 else f"{part * 100:.0f} %"


def write_name(name: object) -> Text:
    """Return a name of others as it can stand on a terminal."""
    return Text(printable(str(name), keep=""))


def describe_state(state: FeedState) -> dict[str, Any]:
    """Return what ``--json`` prints of a feed; durations are in seconds."""
    return {
        "source": state.name.source,
        "feed": state.name.feed,
        "last_push": _iso(state.last_push),
        "quiet_for_s": int(state.quiet_for.total_seconds()) if state.last_push else None,
        "longest_pause_s": state.longest_pause and int(state.longest_pause.total_seconds()),
        "silent": state.is_silent,
        **describe_counts(state.period),
        "reasons": [_describe_reason(each) for each in state.period.sort_reasons()],
        "newest_published_at": _iso(state.newest_published_at),
        "indexed": state.indexed.articles if state.indexed else None,
        "shares": [_describe_share(each) for each in state.shares],
    }


def describe_days(state: FeedState) -> list[dict[str, Any]]:
    """Return what ``--json`` prints of the days of a feed."""
    return [
        {"day": day.isoformat(), **describe_counts(totals), "last_push": _iso(totals.last_push)}
        for day, totals in state.days.items()
    ]


def describe_counts(totals: Totals) -> dict[str, int]:
    """Return the counts by name."""
    return {name: getattr(totals, name) for name in _COUNTS}


def _describe_reason(reason: Reason) -> dict[str, Any]:
    return reason.model_dump(mode="json")


def _describe_share(share: Share) -> dict[str, Any]:
    return {
        "source": share.name.source,
        "feed": share.name.feed,
        "common": share.common,
        "of": share.of,
        "part": round(share.part, 4),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
