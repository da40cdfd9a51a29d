"""Times as feeds write them: ISO 8601, RFC 822, and what comes near. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final

from tidings_ingest.page.dates import find_date
from tidings_ingest.page.folding import fold

# The longest form with words for day, month and zone has 45.
_LONGEST: Final = 60
# Beyond these, moving a time to another zone can leave the calendar.
_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 9998
# Offsets in hours of abbreviations that RFC 822 does not list. Those that mean several zones, such
# as IST, are not here: a time in an unknown zone is no time.
_ZONES: Final = {
    "AEDT": 11, "AEST": 10, "BST": 1, "CEST": 2, "CET": 1, "EEST": 3, "EET": 2, "HKT": 8,
    "JST": 9, "KST": 9, "MESZ": 2, "MEZ": 1, "MSK": 3, "NZDT": 13, "NZST": 12, "SGT": 8, "WET": 0,
    "WEST": 1, "WIB": 7,
}  # fmt: skip
_KNOWN: Final = frozenset(
    ("UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AM", "PM")
)
_LAST_WORD: Final = re.compile(r"\s\(?([A-Za-z]{1,5})\)?$")
_BLANK_OFFSET: Final = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d$)")


def read_moment(text: str) -> datetime | None:
    """Return the moment that ``text`` names, always with its offset; None where it names none.

    A time without a zone is one in UTC, a day without a time begins at midnight there. A Chinese
    date begins at midnight in China.
    """
    bare = " ".join(text[: 2 * _LONGEST].split())
    if not bare or len(bare) > _LONGEST:
        return None
    found = _read_iso(bare) or _read_rfc822(bare) or _read_chinese(bare)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _read_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_BLANK_OFFSET.sub("", text.upper()))
    except ValueError:
        return None


def _read_rfc822(text: str) -> datetime | None:
    word = _LAST_WORD.search(text)
    zone = word.group(1).upper() if word else ""
    if zone in _ZONES and word is not None:
        text = f"{text[: word.start()]} {_ZONES[zone]:+03d}00"
    elif zone and zone not in _KNOWN:
        return None
    try:
        parts = parsedate_tz(text if ":" in text else f"{text} 00:00")
        if parts is None:
            return None
        offset = timezone(timedelta(seconds=parts[9])) if parts[9] is not None else UTC
        return datetime(*parts[:6], tzinfo=offset)
    except (ValueError, IndexError, TypeError, OverflowError):
        # The email package was written for letters, and lets odd ones end in any of these.
        return None


def _read_chinese(text: str) -> datetime | None:
    return find_date(fold(text)) if "日" in text else None
