"""Full dates in page headers and datelines. A date without its year settles nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

# Without daylight saving since 1991, so that no time-zone data is needed to know it.
CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
_MONTHS: Final = re.findall(r"\w+", "jan feb mar apr may jun jul aug sep oct nov dec")
MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DIGITS: Final = {mark: str(n) for n, mark in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
# Counted from the founding of the republic, as papers in Taiwan do.
_REPUBLIC: Final = "民国"
_BEFORE_REPUBLIC: Final = 1911

# Any other number in the place of a year is a misprint or a trap.
_YEARS: Final = range(1800, 2200)

_DAY: Final = r"[0-9一二三四五六七八九十]{1,3}"
_CHINESE: Final = (
    rf"(?:[0-9〇○零一二三四五六七八九]{{4}}|{_REPUBLIC}\s?[0-9〇零一二三四五六七八九十]{{2,4}})"
    rf"\s?年\s?{_DAY}\s?月\s?{_DAY}\s?日"
)
_ENGLISH: Final = (
    rf"(?i:{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}|[0-9]{{1,2}} {MONTH} [0-9]{{4}})"
)
_PLAIN: Final = r"(?<![0-9])[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?![0-9])"
FULL_DATE: Final = re.compile(f"(?:中华)?(?:{_CHINESE})|{_ENGLISH}|{_PLAIN}")


def find_date(folded: str) -> datetime | None:
    """Return the start of the first full date in ``folded``.

    A Chinese date begins at midnight in China; where an English paper appears is not known, so its
    date begins at midnight UTC.
    """
    found = FULL_DATE.search(folded)
    if found is None:
        return None
    text = found.group()
    if text[-1] == "日":
        year, month, day = _read_chinese(text)
        zone: timezone = CHINA_TIME
    elif text[0].isdigit() and not re.search("[A-Za-z]", text):
        year, month, day = (int(part) for part in re.split("[-./]", text))
        zone = CHINA_TIME
    else:
        year, month, day = _read_english(text)
        zone = UTC
    if year not in _YEARS:
        return None
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _read_chinese(text: str) -> tuple[int, int, int]:
    year, month, day = re.split("[年月日]", text)[:3]
    _, republic, counted = year.rpartition(_REPUBLIC)
    since = _BEFORE_REPUBLIC if republic else 0
    return _read_number(counted) + since, _read_number(month), _read_number(day)


def _read_number(text: str) -> int:
    """Read 2022, 二〇二二, 一一三, 十一 or 二十九."""
    text = text.strip()
    if "十" not in text:
        return int("".join(_DIGITS.get(mark, mark) for mark in text))
    tens, units = text.split("十", 1)
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(units, "0"))


def _read_english(text: str) -> tuple[int, int, int]:
    words = re.findall("[A-Za-z]{3,}|[0-9]+", text)
    month = next(_MONTHS.index(word[:3].lower()) + 1 for word in words if word[0].isalpha())
    numbers = [int(word) for word in words if word.isdigit()]
    return max(numbers), month, min(numbers)
