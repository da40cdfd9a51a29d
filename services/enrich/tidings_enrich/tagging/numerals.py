"""Numbers as newspapers write them: 3,000, 112.6万, 二十八, 两百, 一千零五, 3.5亿."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_DIGITS: Final = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "兩": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_NONZERO: Final = _DIGITS.keys() - {"零", "〇"}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ENGLISH: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Longer runs of digits are serial numbers, and a cap keeps every pattern linear.
ARABIC: Final = r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
CHINESE_SIGNS: Final = "零〇一二两兩三四五六七八九十百千万萬亿億"
CHINESE: Final = rf"[{CHINESE_SIGNS}]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}}[万亿]?)?"
# Not the first sign of a unit: 5千克, 20百帕.
SCALE: Final = r"(?:[十百千]?[万萬亿億]{1,2}|百(?![分帕])|千(?![克米瓦伏帕赫]))"
ENGLISH_SCALE: Final = r"(?:hundred|thousand|million|billion|trillion)"
_MIXED: Final = re.compile(rf"({ARABIC})\s*({SCALE}|{ENGLISH_SCALE})?", re.IGNORECASE)


def read_number(text: str) -> float | None:
    """Return the value of a folded number, its scale multiplied in; None where it is no number."""
    text = text.strip()
    mixed = _MIXED.fullmatch(text)
    if mixed:
        digits, scale = mixed.groups()
        return float(digits.replace(",", "")) * _read_scale(scale or "")
    return _read_chinese(text)


def _read_scale(scale: str) -> float:
    if scale.lower() in _ENGLISH:
        return _ENGLISH[scale.lower()]
    product = 1
    for sign in scale:
        product *= _TENS.get(sign) or _SCALES[sign]
    return product


def _read_chinese(text: str) -> float | None:
    whole, point, decimals = text.partition("点")
    if not point:
        value = _read_whole(text)
        return None if value is None else float(value)
    scale = _read_scale(decimals[-1]) if decimals[-1:] in _SCALES else 1
    digits = decimals.rstrip("万萬亿億")
    left = _read_whole(whole)
    if left is None or not digits or any(sign not in _DIGITS for sign in digits):
        return None
    return float(f"{left}.{''.join(str(_DIGITS[sign]) for sign in digits)}") * scale


def _read_whole(text: str) -> int | None:
    if not text or any(s not in _DIGITS and s not in _TENS and s not in _SCALES for s in text):
        return None
    if len(text) > 3 and all(sign in _DIGITS for sign in text):  # a year: 二〇二一
        return int("".join(str(_DIGITS[sign]) for sign in text))
    if any(one in _NONZERO and two in _NONZERO for one, two in pairwise(text)):
        return None  # 三四天, 二三十人: about so many
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            scaled = (section + digit or (total == 0)) * _SCALES[sign]
            # 一万亿: the second scale multiplies all that came before it.
            total = (total + scaled) if scaled else total * _SCALES[sign]
            section = digit = 0
    return total + section + _finish(text, digit)


def _finish(text: str, digit: int) -> int:
    """Return what the last digit is worth: 5 in 一百零五, but 50 in 一百五."""
    before = text[-2:-1]
    if digit and before in _TENS and _TENS[before] > 10:
        return digit * _TENS[before] // 10
    if digit and before in _SCALES:
        return digit * _SCALES[before] // 10
    return digit
