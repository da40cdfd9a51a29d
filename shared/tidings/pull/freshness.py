"""What a server says on when to come back: Retry-After, and max-age of Cache-Control. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_AWAY_S: Final = 86_400.0
# Days and years stand in settings of web servers that never thought of feeds: news would be old.
LONGEST_FRESH_S: Final = 3_600.0
_MAX_AGE: Final = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?([0-9]{1,9})(?![0-9])', re.IGNORECASE)
_SECONDS: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds that the server wants us to stay away, a day at most; 0 if it says none.

    RFC 9110 section 10.2.3: seconds, or a date.
    """
    named = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(named):
        return min(float(named), LONGEST_AWAY_S)
    try:
        until = parsedate_to_datetime(named)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return min(max((until - now).total_seconds(), 0.0), LONGEST_AWAY_S)


def read_max_age(headers: Mapping[str, str]) -> float:
    """Return for how many seconds more the answer is fresh, an hour at most; 0 if it does not say.

    RFC 9111 sections 4.2 and 5.1: what a cache on the way has had of it is in Age.
    """
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    age = headers.get("Age", "").strip()
    spent = float(age) if _SECONDS.fullmatch(age) else 0.0
    return min(max(float(found[1]) - spent, 0.0), LONGEST_FRESH_S) if found else 0.0
