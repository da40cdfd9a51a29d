"""Find numbers with their units: 3.5亿元, 第12次, 两个百分点, $4.2 million."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

from tidings.tags import Quantity, Span
from tidings_enrich.tagging.folding import fold
from tidings_enrich.tagging.numerals import (
    ARABIC,
    CHINESE,
    CHINESE_SIGNS,
    ENGLISH_SCALE,
    SCALE,
    read_number,
)
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words, only_at

_NUMBER = rf"(?:(?:{ARABIC}){SCALE}?|{CHINESE})"
# A number starts where no other one runs on: not inside 2021, G20 or 千千万万.
_START = rf"(?<![\d.A-Za-z{CHINESE_SIGNS}])"


@dataclass(frozen=True, slots=True)
class _Patterns:
    chinese: re.Pattern[str]
    english: re.Pattern[str]
    idioms: re.Pattern[str]
    exact: frozenset[str]
    currencies: dict[str, str]


@cache
def _build_patterns() -> _Patterns:
    words = load_words("units")
    english = words["english"]
    currencies = {name: code for code, names in words["money"].items() for name in names}
    exact = frozenset(chain(flatten(words["exact"]), currencies))
    units = alternate(chain(exact, flatten(words["count"])))
    number, more = _NUMBER, "[余多来]?"
    exactly = alternate(words["ordinal"])
    signs = alternate(words["signs"])
    kinds = (
        rf"第(?P<nth>{number})(?P<nth_unit>{exactly})"
        rf"|(?P<base>{number})分之(?P<part>{number})"
        rf"|(?P<sign>{signs})(?P<cash>{ARABIC})(?:\s?(?P<cash_scale>{SCALE}|{ENGLISH_SCALE}\b))?"
        rf"|{_START}(?P<left>{ARABIC})(?P<versus>比|:)(?P<right>\d{{1,3}})(?![\d:])"
        rf"|{_START}(?P<low>{number})(?P<low_unit>{units})?(?:至|到|-|~|--)(?P<high>{number})"
        rf"(?P<high_unit>{units})(?![A-Za-z])"
        rf"|{_START}(?P<minus>零下|-)?(?P<value>{number}){more}(?P<scale>[万亿])?"
        rf"\s?(?P<unit>{units})(?![A-Za-z])"
        rf"|{_START}(?P<bare>(?:{ARABIC})(?:[十百千]?[万亿]|万亿))(?![{CHINESE_SIGNS}])"
        rf"|(?<![{CHINESE_SIGNS}\d])(?P<vague>[几数][十百千万亿]{{0,3}}|上[百千万]{{1,2}}"
        rf"|[百千万][百千万]?[余多])[余多]?(?P<vague_unit>{units})(?![A-Za-z])"
    )
    plain = alternate(chain(english["money"], flatten(english["plain"])))
    return _Patterns(
        re.compile(only_at(rf"\d{CHINESE_SIGNS}第几数上\-", words["signs"], kinds)),
        re.compile(
            rf"(?<![\w.])(?<!\d,)(?P<value>{ARABIC})[\s-]?(?P<scale>{ENGLISH_SCALE}\b)?\s?"
            rf"(?P<unit>{plain})(?!\w)",
            re.IGNORECASE,
        ),
        re.compile(alternate(words["idioms"])),
        exact,
        currencies | english["money"] | words["signs"],
    )


def find_quantities(body: str, taken: Iterable[Span] = ()) -> list[Quantity]:
    """Return the quantities of ``body`` in order; none touches a span of ``taken``.

    ``value`` has the scale in it (3.5亿元 is 350000000) and is None where the text only hints
    (数百人) or gives a range. ``unit`` is as printed, for money the ISO 4217 code.
    """
    text = fold(body)
    patterns = _build_patterns()
    blocked = bytearray(len(text))
    for span in taken:
        blocked[span.start : span.end] = b"\x01" * (span.end - span.start)
    for idiom in patterns.idioms.finditer(text):
        blocked[idiom.start() : idiom.end()] = b"\x01" * len(idiom.group())
    found: list[Quantity] = []
    for match in chain(patterns.chinese.finditer(text), patterns.english.finditer(text)):
        if any(blocked[match.start() : match.end()]) or not _counts(match, patterns.exact):
            continue
        blocked[match.start() : match.end()] = b"\x01" * len(match.group())
        value, unit = _measure({key: each for key, each in match.groupdict().items() if each})
        span = Span(start=match.start(), end=match.end(), text=body[match.start() : match.end()])
        if unit in patterns.exact:
            unit = unit.removeprefix("个")
        found.append(
            Quantity(span=span, value=value, unit=patterns.currencies.get(unit or "", unit))
        )
    return sorted(found, key=lambda quantity: quantity.span.start)


def _counts(match: re.Match[str], exact: frozenset[str]) -> bool:
    """Return whether the words count something: not 一个, 千家 or the date of 28日."""
    groups = match.groupdict()
    value, unit = groups.get("value"), groups.get("unit")
    if value is None or unit is None:
        return True
    if unit == "日" and value[0].isdigit():
        return False
    if value[0] in "百千万亿点":
        return False
    if unit == "级" and (len(value) > 2 or not value.isascii()):  # 2030级学生, 二级医院
        return False
    return value != "一" or unit in exact


def _measure(groups: dict[str, str]) -> tuple[float | None, str | None]:
    """Return value and unit of the kind of match that ``groups`` are of."""
    match groups:
        case {"nth": nth, "nth_unit": unit}:
            return read_number(nth), unit
        case {"base": base, "part": part}:
            return _divide(read_number(part), read_number(base), base)
        case {"cash": cash, "sign": sign}:
            return read_number(cash + groups.get("cash_scale", "")), sign
        case {"bare": bare}:
            return read_number(bare), None
        case {"value": value, "unit": unit}:
            return _read_signed(value, groups.get("scale", ""), "minus" in groups), unit
    # A score or a range has no one value, and neither has 数百人.
    kind = "high_unit" if "high_unit" in groups else "vague_unit"
    return None, "比" if "versus" in groups else groups.get(kind)


def _read_signed(value: str, scale: str, negative: bool) -> float | None:
    number = read_number(value + scale)
    if number is None and scale:
        whole, factor = read_number(value), read_number("1" + scale)
        number = whole * factor if whole is not None and factor is not None else None
    return -number if number and negative else number


def _divide(part: float | None, base: float | None, printed: str) -> tuple[float | None, str]:
    if printed == "百":
        return part, "%"
    if printed == "千":
        return part, "‰"
    return (part / base if part is not None and base else None), "1"
