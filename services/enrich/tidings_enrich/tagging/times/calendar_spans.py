"""Stretches of the calendar as ISO 8601 strings, and the arithmetic of news dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple


class Stretch(NamedTuple):
    """First and last moment, both inclusive, as ISO 8601; None where the text leaves it open."""

    start: str | None
    end: str | None


OPEN = Stretch(None, None)


def span_day(year: int, month: int, day: int) -> Stretch:
    """Return one day; open where there is no such day."""
    if not is_day(year, month, day):
        return OPEN
    day_text = date(year, month, day).isoformat()
    return Stretch(day_text, day_text)


def span_days(first: date, last: date) -> Stretch:
    """Return from ``first`` to ``last``, the later one last."""
    low, high = sorted((first, last))
    return Stretch(low.isoformat(), high.isoformat())


def span_months(year: int, first: int, last: int) -> Stretch:
    """Return from the first day of one month to the last day of another of ``year``."""
    if not (1 <= year <= 9999 and 1 <= first <= 12 and 1 <= last <= 12):
        return OPEN
    end = date(year, last, monthrange(year, last)[1])
    return Stretch(date(year, first, 1).isoformat(), end.isoformat())


def span_years(first: int, last: int) -> Stretch:
    """Return from New Year's Day of one year to the last day of another."""
    if not (1 <= first <= 9999 and 1 <= last <= 9999):
        return OPEN
    return Stretch(f"{first:04}-01-01", f"{last:04}-12-31")


def span_clock(day: str, hour: int, minute: int | None) -> Stretch:
    """Return a moment of ``day`` (ISO), or the whole hour without ``minute``; 24 is the end."""
    if hour > 24 or (minute or 0) > 59:
        return Stretch(day, day)
    start = datetime.fromisoformat(day)
    if start.date() == date.max:
        return Stretch(day, day)
    start += timedelta(hours=hour, minutes=minute or 0)
    text = start.isoformat(timespec="minutes")
    return Stretch(text, text)


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has this day."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month; 31 where there is no such month."""
    return monthrange(year, month)[1] if 1 <= year <= 9999 and 1 <= month <= 12 else 31


def shift_days(day: date, days: int) -> date:
    """Return the day so many days later, at the ends of the calendar the last one there is."""
    return date.fromordinal(max(1, min(date.max.toordinal(), day.toordinal() + days)))


def guess_year(reference: date, month: int) -> int:
    """Return the year of a month named without one, in news of ``reference``.

    It is the year of the news, but a month more than half a year ahead was last year's
    (28 December in the paper of 5 January).
    """
    return reference.year - (month - reference.month > 6 and reference.year > 1)


def guess_month(reference: date, day: int) -> tuple[int, int]:
    """Return year and month of a day named without them: the last such day, or a near one.

    Papers look back; a day up to a week ahead is announced (本月30日 without the month).
    """
    if day <= reference.day + 7:
        return reference.year, reference.month
    before = shift_days(reference.replace(day=1), -1)
    return before.year, before.month


def find_last(day: date, today: date) -> date:
    """Return ``day``, or the same day of the year before if it is still to come.

    Tomorrow is not still to come: a morning paper is sent out on the evening before.
    """
    if day <= shift_days(today, 1) or day.year == 1:
        return day
    return day.replace(year=day.year - 1, day=min(day.day, last_day(day.year - 1, day.month)))


def find_weekday(reference: date, weekday: int, week: int | None) -> date:
    """Return a day of the week, 0 is Monday: of this week ``+ week``, else the last one."""
    if week is None:
        return shift_days(reference, -((reference.weekday() - weekday) % 7))
    return shift_days(reference, weekday - reference.weekday() + 7 * week)
