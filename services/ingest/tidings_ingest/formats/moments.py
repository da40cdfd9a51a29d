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
    "JST": 9, "KST": 9, "MEST": 2, "MESZ": 2, "MET": 1, "MEZ": 1, "MSK": 3, "NZDT": 13, "NZST": 12,
    "SGT": 8, "WET": 0, "WEST": 1, "WIB": 7,
}  # fmt: skip
_KNOWN: Final = frozenset(
    ("UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AM", "PM",
     "ETC/GMT", "ETC/UTC")
)  # fmt: skip
_LAST_WORD: Final = re.compile(r"\s\(?([A-Za-z][A-Za-z/_]*)\)?$")
# An offset with letters in it, which the email package would take for none at all.
_NO_OFFSET: Final = re.compile(r":\d\d ?[+-][\d:]*[A-Za-z]")
# What JavaScript and mail programs say after the offset: (China Standard Time).
_REMARK: Final = re.compile(r"(?<=[+-]\d{4}) \([^()]*\)$")
_BRACKETS: Final = re.compile(r"\(([A-Za-z]{1,5})\)$")
_OFFSET: Final = re.compile(
    r"(?:\s(?:UTC|GMT)| (?=[+-]\d{1,2}:))([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE
)
_MONTH_COMMA: Final = re.compile(r"(?<=\d )([A-Z][a-z]{2,8}),(?= \d{4}\b)")
_HALF_DAY: Final = re.compile(r"\b(\d{1,2})(:\d\d(?::\d\d)?) ?([AP])\.?M\b\.?", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?")
# The year first, as in ISO 8601, and the rest as programs print it: slashes, one digit, a zone.
_YEAR_FIRST: Final = re.compile(
    r"(?:[A-Z]{3,9},? )?(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
    r"(?:[T ](\d{1,2}:\d\d(?::\d\d)?)(?:\.\d+)?"
    r"((?: ?[AP]\.?M\.?)?(?: ?(?:(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d\d)?|[A-Z/_()]{1,40}))?))?",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_BLANK_OFFSET: Final = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d$)")


def read_moment(text: str) -> datetime | None:
    """Return the moment that ``text`` names, always with its offset; None where it names none.

    A time without a zone is one in UTC, a day without a time begins at midnight there. A Chinese
    date is one in China.
    """
    bare = " ".join(text[: 2 * _LONGEST].split())
    if not bare or len(bare) > _LONGEST:
        return None
    found = _read_iso(bare) or _read_rfc822(_put_year_last(bare)) or _read_chinese(bare)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _read_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_BLANK_OFFSET.sub("", text.upper()))
    except ValueError:
        return None


def _put_year_last(text: str) -> str:
    """Return ``2031/5/4 8:00 UTC`` as RFC 822 has it; anything else as it is."""
    found = _YEAR_FIRST.fullmatch(text)
    if found is None or not 1 <= int(found.group(3)) <= len(_MONTHS):
        return text
    year, _, month, day, clock, zone = found.groups()
    return f"{day} {_MONTHS[int(month) - 1]} {year} {clock or '00:00'} {(zone or '').strip()}"


def _read_rfc822(text: str) -> datetime | None:
    text = _OFFSET.sub(_write_offset, _HALF_DAY.sub(_write_hour, _REMARK.sub("", text)))
    text = _MONTH_COMMA.sub(r"\1", _BRACKETS.sub(r"\1", text))
    word = _LAST_WORD.search(text)
    zone = word.group(1).upper() if word else ""
    if zone in _ZONES and word is not None:
        text = f"{text[: word.start()]} {_ZONES[zone]:+03d}00"
    elif (zone and zone not in _KNOWN) or _NO_OFFSET.search(text):
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


def _write_offset(found: re.Match[str]) -> str:
    """Return ``UTC+8``, ``GMT+0800`` and ``+08:00`` as RFC 822 has them."""
    sign, hours, minutes = found.groups()
    return f" {sign}{int(hours):02d}{minutes or '00'}"


def _write_hour(found: re.Match[str]) -> str:
    """Return ``6:30 PM`` as ``18:30``; an hour that no clock shows stays, and is refused later."""
    hour, rest, half = int(found.group(1)), found.group(2), found.group(3).lower()
    if not 1 <= hour <= 12:
        return "99:99"
    return f"{hour % 12 + 12 * (half == 'p'):02d}{rest}"


def _read_chinese(text: str) -> datetime | None:
    day = find_date(fold(text)) if "日" in text else None
    clock = _CLOCK.search(fold(text).rpartition("日")[2])
    if day is None or clock is None:
        return day
    hour, minute, second = (int(each or 0) for each in clock.groups())
    try:
        return day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return None
