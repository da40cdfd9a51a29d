"""Jumps: where an article goes on (下转第2版) and where it began (上接第1版)."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.page.folding import fold
from tidings_ingest.page.lines import Line

_NUMBER: Final = r"[A-Z]?[\d一二三四五六七八九十]{1,3}"
# 第2版, A02版, 第二、三版, 第2-3版; scanned pages have spaces in it.
_PAGE: Final = rf"\s?第?\s?{_NUMBER}(?:\s?[、,至-]\s?{_NUMBER}){{0,3}}\s?版"
_ONWARD: Final = rf"(?:紧接|下\s?转|文?转|接|详见|相关报道见){_PAGE}[^()\[\]]{{0,12}}"
_END: Final = r"未完待续|完|待续"
_ENGLISH_PAGE: Final = r"(?:page )?(?:\d{1,3}[A-Z]\b|[A-Z]?\d{1,3})"
_ENGLISH: Final = rf"(?:continued on|see \w+,?(?: on)?|turn to|jump to) {_ENGLISH_PAGE}"
_ARROWS: Final = r"[→▶►▷]{0,3}\s?"
_JUMP: Final = re.compile(
    rf"[(\[]\s*(?:{_ONWARD}|{_END})\s*[)\]]|{_ARROWS}{_ONWARD}|未完待续|(?i:\(?{_ENGLISH}\)?)"
)
# Without brackets only 下转 with a page is a jump: 转 and 接 also end sentences.
_JUMP_TAIL: Final = re.compile(
    rf"\s*[(\[]\s*(?:{_ONWARD}|{_END})\s*[)\]]$|\s*{_ARROWS}下\s?转{_PAGE}$"
    rf"|(?i:\s*\(?(?:please )?{_ENGLISH}\)?$)"
)
_RESUMED: Final = re.compile(
    rf"[(\[]?\s*[◀◁←]{{0,3}}上\s?接{_PAGE}[^()\[\]。]{{0,12}}?\s*(?:[)\]]|(?=\s)|$)"
    rf"|(?i:\(?continued from {_ENGLISH_PAGE}\)?)|[A-Z]{{3,20}}, (?i:from {_ENGLISH_PAGE})(?!\S)"
)
# No jump is longer, and so a long paragraph costs no more than a short one.
_LONGEST: Final = 80


def is_jump(line: Line) -> bool:
    """Say whether the whole line tells where the article goes on: （下转第2版）."""
    return len(line.folded) <= _LONGEST and bool(_JUMP.fullmatch(line.folded))


def match_resumed(line: Line) -> int:
    """Return where the text after 上接第1版 begins, 0 when the line does not begin so."""
    found = _RESUMED.match(line.folded[:_LONGEST])
    return found.end() if found else 0


def match_jump_tail(text: str) -> int:
    """Return how much of ``text`` is left when a jump at its end is taken off."""
    start = max(0, len(text) - _LONGEST)
    found = _JUMP_TAIL.search(fold(text[start:]))
    return start + found.start() if found else len(text)
