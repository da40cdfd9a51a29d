"""How long: what a person writes as ``90s``, ``5m``, ``12h`` or ``10d``. Pure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

_FORM: Final = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_duration(text: str) -> timedelta:
    """Return how long ``text`` says; raises ValueError for anything but a number and a unit."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no duration; write 90s, 5m, 12h or 10d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
