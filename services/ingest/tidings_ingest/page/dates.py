"""Full dates in page headers and datelines. A date without its year settles nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

# Without daylight saving since 1991, so that no time-zone data is needed to know it.
CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DIGITS: Final = {mark: str(n) for n, mark in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}

CHINESE_DATE: Final = r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
CHINESE_NUMERAL_DATE: Final = (
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
ENGLISH_DATE: Final = rf"(?i:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {MONTH} \d{{4}})"
PLAIN_DATE: Final = r"(?<!\d)\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
FULL_DATE: Final = re.compile(
    "|".join((CHINESE_DATE, CHINESE_NUMERAL_DATE, ENGLISH_DATE, PLAIN_DATE))
)


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
        year, month, day = (_read_number(part) for part in re.split("[年月日]", text)[:3])
        zone: timezone = CHINA_TIME
    elif text[0].isdigit() and not re.search("[A-Za-z]", text):
        year, month, day = (int(part) for part in re.split("[-./]", text))
        zone = CHINA_TIME
    else:
        year, month, day = _read_english(text)
        zone = UTC
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _read_number(text: str) -> int:
    """Read 2022, 二〇二二, 十一 or 二十九."""
    text = text.strip()
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(_DIGITS[mark] for mark in text))
    tens, units = text.split("十", 1)
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(units, "0"))


def _read_english(text: str) -> tuple[int, int, int]:
    words = re.findall("[A-Za-z]{3,}|[0-9]+", text)
    month = next(_MONTHS.index(word[:3].lower()) + 1 for word in words if word[0].isalpha())
    numbers = [int(word) for word in words if word.isdigit()]
    return max(numbers), month, min(numbers)
