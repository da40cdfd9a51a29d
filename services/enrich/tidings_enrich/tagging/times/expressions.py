"""Find time expressions and work out the days they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from tidings.tags import Span, Time
from tidings_enrich.tagging.folding import WIDE, fold
from tidings_enrich.tagging.numerals import CHINESE_SIGNS, read_number
from tidings_enrich.tagging.times.calendar_spans import (
    OPEN,
    Stretch,
    shift_days,
    span_days,
    span_years,
)
from tidings_enrich.tagging.times.english import find_english_times
from tidings_enrich.tagging.times.tokens import Expression, read_expressions
from tidings_enrich.tagging.times.values import Calendar
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

_DAYS_IN = {"年": 365.25, "个月": 30.44, "周": 7, "个星期": 7, "天": 1, "日": 1, "小时": 1 / 24}
_SENTENCE_END = re.compile("[。!?\n]")


class _Found(NamedTuple):
    start: int
    end: int
    value: Expression | Stretch


@dataclass(frozen=True, slots=True)
class _Patterns:
    open: re.Pattern[str]
    since: re.Pattern[str]
    during: re.Pattern[str]
    distance: re.Pattern[str]
    ahead: re.Pattern[str]
    holiday: re.Pattern[str]
    lunar: re.Pattern[str]
    plan: re.Pattern[str]
    century: re.Pattern[str]
    never: re.Pattern[str]


@cache
def _build_patterns() -> _Patterns:
    words = load_words("times")
    number = rf"(?:\d{{1,4}}|[{CHINESE_SIGNS}]{{1,5}}|[几数多])[余多]?"
    unit = r"(?P<unit>年|个月|周|个星期|天|日|个?小时)"
    here = r"(?:(?<=[,。;:、!?“”\s自从在是])|^)"
    inside = rf"(?:(?![自从是])[{WIDE}\d])"
    return _Patterns(
        open=re.compile(alternate(flatten(words["open"]))),
        since=re.compile(rf"{here}(?!在)(?P<what>{inside}{{1,14}})以来", re.MULTILINE),
        during=re.compile(rf"{here}(?!在){inside}{{2,10}}期间", re.MULTILINE),
        distance=re.compile(
            rf"(?<![\d.{CHINESE_SIGNS}第])近?(?P<count>{number}){unit}(?P<way>多?以?来|[之以]?[前后]|间)"
        ),
        ahead=re.compile(
            rf"(?P<side>未来|今后|此后|过去|最近|近(?=[^,。]{{2,8}}来)|前(?=[^,。]{{2,8}}[来内间]))"
            rf"(?P<count>{number}){unit}(?P<way>来|内|间)?"
        ),
        holiday=re.compile(
            rf"{alternate(words['holidays'])}{alternate(words['holiday_parts'])}(?!续|来|期)"
        ),
        lunar=re.compile(
            r"农历(?:[一二三四五六七八九十冬腊正]{1,2}月)(?:初?[一二三四五六七八九十廿卅]{1,3}(?:日|夜|晚)?)?"
        ),
        plan=re.compile(r"[“\"]?十(?P<number>[一二三四五六])五[”\"]?(?:时期|期间|以来|初期|末)"),
        century=re.compile(
            r"(?:(?:(?P<century>\d{1,2})|上个?|本)世纪)(?:[1-9]0|[一二三四五六七八九]十)年代[初中末]?期?"
            r"|(?<![\d])[1-9]0年代[初中末]?期?|(?:\d{1,2}|上个?|本)世纪[初末]?"
        ),
        never=re.compile(alternate(words["not_times"])),
    )


def find_times(body: str, reference: date) -> list[Time]:
    """Return the time expressions of ``body`` in order.

    ``reference`` is the day of the news. ``start`` and ``end`` are days (2021-11-03), both
    inclusive, or local times of day without a zone (2021-11-03T10:30); None where the text leaves
    them open (日前, 每日).
    """
    text = fold(body)
    calendar = Calendar(reference)
    times: list[Time] = []
    end = 0
    for found in _choose(_find_all(text, reference), text):
        if _SENTENCE_END.search(text, end, found.start):
            calendar.forget_year()
        end = found.end
        value = found.value
        stretch = calendar.work_out(value) if isinstance(value, Expression) else value
        span = Span(start=found.start, end=end, text=body[found.start : end])
        times.append(Time(span=span, start=stretch.start, end=stretch.end))
    return times


def _find_all(text: str, reference: date) -> Iterator[_Found]:
    patterns = _build_patterns()
    for expression in read_expressions(text):
        yield _Found(expression.start, expression.end, expression)
    for pattern in (
        patterns.open,
        patterns.during,
        patterns.holiday,
        patterns.lunar,
        patterns.century,
    ):
        yield from (_Found(*match.span(), OPEN) for match in pattern.finditer(text))
    for match in patterns.since.finditer(text) if "以来" in text else ():
        yield _Found(*match.span(), _since(match["what"], reference))
    for match in chain(patterns.distance.finditer(text), patterns.ahead.finditer(text)):
        yield _Found(*match.span(), _reach(match, reference))
    for match in patterns.plan.finditer(text):
        # The first five-year plan began in 1953, those since the sixth in 1981 follow each other.
        number = 10 + "一二三四五六".index(match["number"]) + 1
        yield _Found(*match.span(), span_years(1951 + 5 * number, 1955 + 5 * number))
    yield from (_Found(*each) for each in find_english_times(text, reference))


def _choose(candidates: Iterator[_Found], text: str) -> Iterator[_Found]:
    """Yield the first and longest of those that overlap, none that is part of another word."""
    never = bytearray(len(text))
    for match in _build_patterns().never.finditer(text):
        never[match.start() : match.end()] = b"\x01" * len(match.group())
    end = 0
    for found in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if found.start >= end and not never[found.start]:
            end = found.end
            yield found


def _since(what: str, reference: date) -> Stretch:
    """Return from the date in ``what`` until the day of the news; open without a date."""
    expressions = list(read_expressions(what))
    if len(expressions) != 1 or expressions[0].end != len(what):
        return OPEN
    start = Calendar(reference).work_out(expressions[0]).start
    return Stretch(start, reference.isoformat()) if start else OPEN


def _reach(match: re.Match[str], reference: date) -> Stretch:
    """Return the days from or to a distance: 三天前 is a day, 近三年来 runs until today."""
    count = read_number(match["count"].rstrip("余多"))
    groups = match.groupdict()
    unit, way = (
        match["unit"].removeprefix("个") if "小时" in match["unit"] else match["unit"],
        groups["way"] or "",
    )
    if count is None or match["count"][-1:] in "余多几数":
        return OPEN
    days = round(count * _DAYS_IN[unit])
    if "side" not in groups:
        if way.endswith("来"):
            return span_days(shift_days(reference, -days), reference)
        if unit in ("天", "日") and way[-1] in "前后":
            day = shift_days(reference, -days if way[-1] == "前" else days)
            return span_days(day, day)
        return OPEN
    if groups["side"] in ("未来", "今后"):
        return span_days(reference, shift_days(reference, days))
    return span_days(shift_days(reference, -days), reference) if groups["side"] != "此后" else OPEN
