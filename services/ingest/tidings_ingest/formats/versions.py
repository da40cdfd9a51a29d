"""Where the versions of one article stand in time, if the publisher numbers them. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

_NUMBER: Final = re.compile(r"\s*([0-9]{1,9})(?:\.0)?\s*\Z")
# What fits between two seconds: a revision is a number of milliseconds.
MOST_VERSIONS: Final = 999


def order_version(
    version: str, changed_at: datetime | None, first_at: datetime | None
) -> datetime | None:
    """Return when a version counts as made, so that a later version is never the older revision.

    A time in whole seconds gets the version's number in milliseconds: two versions of one second
    keep their order, and none passes the next second. A time with a fraction is exact already.
    Without a time of the change it is the first publication, the same for all versions, that gets
    them. Without both there is nothing to count from, and None leaves the order to the receipt.
    A version that is no whole number says nothing.
    """
    base = changed_at or first_at
    number = _NUMBER.match(version)
    if base is None or number is None or base.microsecond:
        return changed_at
    return base + timedelta(milliseconds=min(int(number.group(1)), MOST_VERSIONS))
