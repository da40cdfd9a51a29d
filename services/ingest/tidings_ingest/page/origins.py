"""The papers and agencies that a report can come from, and how they say so."""

from __future__ import annotations

import re
from typing import Final

HAN: Final = "\u3400-\u9fff"
PAPER: Final = (
    r"(?:本报|本网|本刊|本台|本社"
    rf"|[{HAN}]{{2,6}}?(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|周刊|网)"
    r"|晚报|日报|晨报|早报|商报|快报)"
)
AGENCY: Final = (
    r"(?:新华社|新华网|中新社|中新网|中央社|人民网|央视新闻|央视网|法新社|路透社|美联社|塔斯社"
    rf"|共同社|韩联社|{PAPER})"
)
_DATE: Final = r"(?:\d{1,2}月)?\d{1,2}日"
# 本报讯, 新华社武汉11月3日电, 据新华社电; without a date no word may go on behind 电 (电影).
ORIGIN: Final = re.compile(
    rf"[\[(]?(?:{PAPER}讯"
    rf"|据?{AGENCY}[{HAN}·]{{0,10}}?\s?{_DATE}(?:专?电|讯)"
    rf"|据?{AGENCY}[{HAN}·]{{0,10}}?(?:专?电|讯)(?![{HAN}]))[\])]?"
)
OWN_REPORT: Final = re.compile(rf"{PAPER}讯")
_SOURCE: Final = re.compile(
    rf"(?:本报)?(?:综合|据|来源:?)\s*[{HAN}、]{{1,16}}(?:社|网|报|新闻|电|报道|台)[^。]{{0,16}}"
)


def is_source(folded: str) -> bool:
    """Say whether a text in brackets tells where the article is from: 据新华社, 来源：临江网."""
    return bool(_SOURCE.fullmatch(folded))
