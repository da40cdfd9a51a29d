"""The days and times that a search takes: as the calendar has them, or counted from now. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, Field

_COUNTED: Final = re.compile(r"now([+-]\d{1,5}[yMwdhms])*(/[yMwdhms])?")
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII)
_RULE: Final = "a day such as 2031-05-04, a time such as 2031-05-04T09:30Z, or now-7d"


def check_moment(text: str) -> str:
    """Return ``text`` as Elasticsearch takes it; raises ValueError saying what it may be.

    A time without an offset is in UTC.
    """
    if _COUNTED.fullmatch(text):
        return text
    whole = f"{text}-01-01" if _YEAR.fullmatch(text) else text
    whole = f"{text}-01" if _MONTH.fullmatch(text) else whole
    try:
        if not (_DAY.fullmatch(whole) or _TIME.fullmatch(whole)):
            raise ValueError
        at = datetime.fromisoformat(whole)
        # An offset can lead out of the calendar.
        in_utc = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no moment: {_RULE} are") from error
    # A day, a month or a year is left as it is: as an end, all of it counts.
    return in_utc.isoformat() if _TIME.fullmatch(text) else text


Moment = Annotated[str, AfterValidator(check_moment), Field(max_length=40, description=_RULE)]
