"""When an article under embargo may go out, and the header that says so on its message. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from tidings.topics import EMBARGOED, RELEASE_HEADER

# A message leaves its topic ``retention_ms`` after it was appended, read or not. A week less gives
# an ingest that is away when the embargo ends a week to come back.
LONGEST_EMBARGO: Final = timedelta(milliseconds=EMBARGOED.retention_ms) - timedelta(days=7)
_LONGEST_MS: Final = LONGEST_EMBARGO // timedelta(milliseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Twelve digits more than any date needs; int() refuses thousands of them with an error of its own.
_MOST_DIGITS: Final = 25

Headers = list[tuple[str, bytes]]


def count_ms(moment: datetime) -> int:
    """Return the milliseconds since 1970, rounded up: a part of one is still before its end."""
    return -((_EPOCH - moment) // timedelta(milliseconds=1))


def write_release_time(held_until: datetime) -> Headers:
    """Return the headers of a message that is held until then."""
    return [(RELEASE_HEADER, str(count_ms(held_until)).encode("ascii"))]


def read_release_time(headers: Iterable[tuple[str, bytes | None]], appended_ms: int) -> int:
    """Return when a message may go out, in milliseconds since 1970.

    One that does not say it was not written by ingest. It waits as long as an embargo can be,
    counted from when it was appended: so it goes out neither early nor never.
    """
    value = next((value for name, value in headers if name == RELEASE_HEADER), None) or b""
    if value.isdigit() and len(value) <= _MOST_DIGITS:
        return int(value)
    return appended_ms + _LONGEST_MS
