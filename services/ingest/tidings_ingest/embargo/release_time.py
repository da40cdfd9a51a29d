"""What the headers of a held message say: when it may go out, and its revision. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from tidings.topics import EMBARGOED, RELEASE_HEADER

REVISION_HEADER: Final = "tidings-revision"
# A message leaves its topic ``retention_ms`` after it was appended, read or not. A week less gives
# an ingest that is away when the embargo ends a week to come back.
LONGEST_EMBARGO: Final = timedelta(milliseconds=EMBARGOED.retention_ms) - timedelta(days=7)
_LONGEST_MS: Final = LONGEST_EMBARGO // timedelta(milliseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# What 63 bits hold; more digits would be no offset, revision or date of anybody.
_MOST_DIGITS: Final = 18

Headers = Sequence[tuple[str, bytes]]


def count_ms(moment: datetime) -> int:
    """Return the milliseconds since 1970, rounded up: a part of one is still before its end."""
    return -((_EPOCH - moment) // timedelta(milliseconds=1))


def write_hold(held_until: datetime, revision: int) -> list[tuple[str, bytes]]:
    """Return the headers of a message that is held until then."""
    said = {RELEASE_HEADER: count_ms(held_until), REVISION_HEADER: revision}
    return [(name, str(number).encode("ascii")) for name, number in said.items()]


def remove_hold(headers: Headers) -> list[tuple[str, bytes]]:
    """Return the headers with which the message goes on."""
    return [each for each in headers if each[0] not in {RELEASE_HEADER, REVISION_HEADER}]


def read_release_time(headers: Headers, appended_ms: int) -> int:
    """Return when a message may go out, in milliseconds since 1970.

    One that does not say it was not written by ingest. It waits as long as an embargo can be,
    counted from when it was appended: so it goes out neither early nor never.
    """
    number = _read_number(headers, RELEASE_HEADER)
    return appended_ms + _LONGEST_MS if number is None else number


def read_revision(headers: Headers) -> int:
    """Return the revision of a held message, 0 for one that says none."""
    return _read_number(headers, REVISION_HEADER) or 0


def _read_number(headers: Headers, wanted: str) -> int | None:
    value = next((value for name, value in headers if name == wanted), None) or b""
    return int(value) if value.isdigit() and len(value) <= _MOST_DIGITS else None
