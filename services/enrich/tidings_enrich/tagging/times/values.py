"""Work out the calendar days of Chinese time expressions, from the day of the news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tidings_enrich.tagging.numerals import read_number
from tidings_enrich.tagging.times import calendar_spans as spans
from tidings_enrich.tagging.times.calendar_spans import OPEN, Stretch
from tidings_enrich.tagging.times.tokens import Expression, Piece
from tidings_enrich.tagging.word_lists import flatten, load_words

_NUMBER = re.compile(r"\d+|[〇零一二两三四五六七八九十]+")
_CLOCK = re.compile(r"(\d+|[^\d时点:]+)[时点:](半|\d+|[〇零一二三四五六七八九十]+)?")


@dataclass(slots=True)
class Moment:
    """The fields that an expression names; months and days may be stretches themselves."""

    year: int | None = None
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    afternoon: bool = False
    hour: int | None = None
    minute: int | None = None

    def stretch(self) -> Stretch:
        """Return the moment as days, or as a time of day; open where the year is not known."""
        if self.year is None or not 1 <= self.year <= 9999:
            return OPEN
        if self.months is None:
            return spans.span_years(self.year, self.year)
        if self.days is None:
            return spans.span_months(self.year, *self.months)
        first, last = self.days
        if last == 31 and first != last:
            last = spans.last_day(self.year, self.months[0])
        start = spans.span_day(self.year, self.months[0], first)
        end = spans.span_day(self.year, self.months[0], last)
        if self.hour is not None and start.start is not None:
            return spans.span_clock(start.start, self.hour, self.minute)
        return Stretch(start.start, end.end)

    def put(self, day: date) -> None:
        """Take over year, month and day."""
        self.year, self.months, self.days = day.year, (day.month,) * 2, (day.day,) * 2


@cache
def _numbered(heading: str) -> dict[str, int]:
    """Return the words of a heading with the distance that each stands for."""
    words = load_words("times")
    if heading == "days":
        return {word: n for n, group in words["days"].items() for word in group}
    return {**words[heading]}


class Calendar:
    """What the text has said so far: the day of the news, and the date named last."""

    def __init__(self, reference: date) -> None:
        self.reference = reference
        self._last: date | None = None
        self._year: int | None = None

    def forget_year(self) -> None:
        """Let a year that was named no longer hold; it does to the end of its sentence."""
        self._year = None

    def work_out(self, expression: Expression) -> Stretch:
        """Return the days of ``expression``, and remember them for those that follow."""
        first, until = expression.pieces, expression.until
        if not until:
            return self._remember(self._read(first, None)).stretch()
        if first[-1].kind in ("number", "first_year"):  # 3至5月, 28-30日, 10至12时
            first = [*first[:-1], _lend_unit(first[-1], until)]
        left = self._read(first, None)
        right = self._remember(self._read(until, left))
        if left.year is None and left.months is None:
            left.put(self._day())
        return Stretch(left.stretch().start, right.stretch().end)

    def _remember(self, moment: Moment) -> Moment:
        if moment.year and moment.months and moment.days:
            day = (moment.year, moment.months[0], moment.days[0])
            self._last = date(*day) if spans.is_day(*day) else self._last
        return moment

    def _day(self) -> date:
        return self._last or self.reference

    def _read(self, pieces: Sequence[Piece], base: Moment | None) -> Moment:
        moment = Moment(afternoon=base.afternoon if base else False)
        for piece in pieces:
            self._take(moment, piece)
        self._complete(moment, base)
        return moment

    def _take(self, moment: Moment, piece: Piece) -> None:
        text = piece.text
        match piece.kind:
            case "year" | "first_year":
                moment.year = self._year = self._read_year(text)
            case "month":
                self._take_month(moment, text)
            case "near":
                day = _first_number(text)
                moment.year, month = spans.guess_month(self.reference, day)
                moment.months, moment.days = (month, month), (day, day)
            case "relative":
                moment.put(self._shift(text))
                moment.afternoon = text[-1] in "晚夜"
            case "week":
                self._take_week(moment, text)
            case kind:
                _take_printed(moment, kind, text)

    def _read_year(self, text: str) -> int:
        words = load_words("times")
        if text in words["years"]:
            return self.reference.year + int(words["years"][text])
        named = self._year or self._day().year
        if text in words["same_year"]:
            return named
        return named + 1 if text in words["next_year"] else _first_number(text)

    def _take_month(self, moment: Moment, text: str) -> None:
        distance = _numbered("months").get(text)
        if distance is None:
            moment.months = (_first_number(text),) * 2
            return
        months = self.reference.year * 12 + self.reference.month - 1 + distance
        moment.year, month = divmod(months, 12)
        moment.months = (month + 1, month + 1)

    def _take_week(self, moment: Moment, text: str) -> None:
        weeks = {**_numbered("weeks"), "上上周": -2}
        before = next((w for w in sorted(weeks, key=len, reverse=True) if text.startswith(w)), None)
        week = None if before is None else weeks[before]
        weekday = "一二三四五六日".find(text[-1].replace("天", "日"))
        if text == before or weekday < 0:
            monday = spans.find_weekday(self.reference, 0, week)
            moment.put(monday)
            return
        moment.put(spans.find_weekday(self.reference, weekday, week))

    def _shift(self, text: str) -> date:
        distance = _numbered("days").get(text)
        if distance is not None:
            return spans.shift_days(self.reference, distance)
        return spans.shift_days(self._day(), text in set(flatten(load_words("times")["next_day"])))

    def _complete(self, moment: Moment, base: Moment | None) -> None:
        """Fill in what is not printed: from the other side of a range, else from what was said."""
        if moment.days and moment.months is None:
            if base and base.months:
                moment.year, moment.months = base.year, base.months
            elif self._last and moment.days[0] >= self._last.day:
                moment.year, moment.months = self._last.year, (self._last.month,) * 2
            else:
                moment.year, month = spans.guess_month(self.reference, moment.days[0])
                moment.months = (month, month)
        if moment.months and moment.year is None:
            said = base.year if base and base.year else self._year
            moment.year = said or spans.guess_year(self.reference, moment.months[0])
        if moment.year is None and (moment.hour is not None or base is None):
            moment.put(self._day())
            if base and base.year and base.months and base.days:
                moment.year, moment.months, moment.days = base.year, base.months, base.days


def _lend_unit(number: Piece, until: Sequence[Piece]) -> Piece:
    unit = until[0].kind
    sign = {"month": "月", "day": "日", "clock": "时", "loose_clock": "时"}.get(unit, "年")
    kind = "first_year" if number.kind == "first_year" else unit
    return Piece(kind, number.start, number.end, number.text + sign)


def _pair(heading: str, text: str) -> tuple[int, int]:
    first, last = load_words("times")[heading][text]
    return int(first), int(last)


def _first_number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(read_number(found.group()) or 0) if found else 0


def _take_printed(moment: Moment, kind: str, text: str) -> None:
    """Take over what says the same whatever day it is."""
    match kind:
        case "full":
            year, month, day = map(int, re.findall(r"\d+", text))
            moment.year, moment.months, moment.days = year, (month, month), (day, day)
        case "year_part":
            moment.months = _pair("year_parts", text)
        case "small_part" if moment.months is None:
            moment.months = _pair("year_parts", text)
        case "month_part" | "small_part":
            moment.days = _pair("month_parts", text)
        case "day" | "small_day":
            moment.days = (_first_number(text),) * 2
        case "part" | "evening":
            moment.afternoon = text in load_words("times")["afternoon"]
        case "clock" | "loose_clock":
            _take_clock(moment, text)


def _take_clock(moment: Moment, text: str) -> None:
    found = _CLOCK.match(text)
    if found is None:
        return
    hour, minute = int(read_number(found[1]) or 0), found[2]
    moment.hour = hour + 12 if moment.afternoon and hour < 12 else hour
    if minute:
        moment.minute = 30 if minute == "半" else int(read_number(minute) or 0)
