"""Find English dates: Nov. 3, 2021, 3 November, on Monday, yesterday, in 2020."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from tidings_enrich.tagging.times import calendar_spans as spans
from tidings_enrich.tagging.times.calendar_spans import OPEN, Stretch
from tidings_enrich.tagging.word_lists import alternate, load_words


@cache
def _build_pattern() -> re.Pattern[str]:
    words = load_words("times")["english"]
    month = rf"(?P<{{}}>{alternate(words['months'])}|{alternate(words['short_months'])}\.?)"
    day, year = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?", r"(?P<{}>(?:19|20)\d\d)"
    forms = (
        rf"{month.format('month')}\s{day.format('day')}(?!\d)(?:,?\s{year.format('year')}(?!\d))?",
        rf"{day.format('day2')}\s{month.format('month2')}\b(?:,?\s{year.format('year2')}(?!\d))?",
        rf"{month.format('month3')}\s{year.format('year3')}(?!\d)",
        rf"(?:(?P<side>last|next)\s)?(?P<weekday>{alternate(words['weekdays'])})",
        rf"(?P<relative>{alternate(words['days'])})",
        rf"(?<=in\s){year.format('year4')}",
        rf"(?P<open>{alternate(words['open'])})",
    )
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def find_english_times(text: str, reference: date) -> Iterator[tuple[int, int, Stretch]]:
    """Yield start, end and days of each English time expression of ``text``."""
    for match in _build_pattern().finditer(text):
        # May, march and their like are words too; as dates they are written with a capital.
        if (
            match["open"]
            or match["relative"]
            or match.group()[0].isupper()
            or match.group()[0].isdigit()
            or match["side"]
        ):
            yield match.start(), match.end(), _resolve(match, reference)


def _resolve(match: re.Match[str], reference: date) -> Stretch:
    words = load_words("times")["english"]
    if match["open"]:
        return OPEN
    if match["relative"]:
        day = spans.shift_days(reference, words["days"][match["relative"].lower()])
        return spans.span_days(day, day)
    if match["weekday"]:
        number = words["weekdays"].index(match["weekday"].lower())
        week = {"last": -1, "next": 1}.get((match["side"] or "").lower())
        day = spans.find_weekday(reference, number, week)
        return spans.span_days(day, day)
    groups = match.groupdict()
    year = next(
        (int(groups[each]) for each in ("year", "year2", "year3", "year4") if groups[each]), None
    )
    name = match["month"] or match["month2"] or match["month3"]
    if name is None:
        return spans.span_years(year, year) if year else OPEN
    month = [each[:3] for each in words["months"]].index(name.lower()[:3]) + 1
    day_text = match["day"] or match["day2"]
    year = year or spans.guess_year(reference, month)
    if day_text is None:
        return spans.span_months(year, month, month)
    return spans.span_day(year, month, int(day_text))
