"""Lengths of time as people write them: 30s, 5m, 2h, 1d."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION: Final = re.compile(r"([0-9]{1,6})([smhd])", re.ASCII)
# Twice a minute is more often than any feed changes that has no push of its own.
SHORTEST_S: Final = 30
LONGEST_S: Final = 7 * 86_400


def parse_interval(text: str) -> int:
    """Return the seconds of ``text``; raises ValueError, whose message says what is taken."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no length of time such as 30s, 5m or 2h")
    seconds = int(found[1]) * _UNITS[found[2]]
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(f"{text} is not between {SHORTEST_S}s and {LONGEST_S // 86_400}d")
    return seconds


def show_duration(seconds: float) -> str:
    """Return seconds in the largest unit that leaves two digits or more, such as 90s or 12m."""
    for unit, size in reversed(_UNITS.items()):
        if seconds >= 2 * size or unit == "s":
            return f"{seconds / size:.0f}{unit}"
    raise AssertionError("every length of time has seconds")
