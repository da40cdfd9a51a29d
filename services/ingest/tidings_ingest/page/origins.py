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
# Places that reports come from and that could be read as a name or the end of one.
_PLACES: Final = """
武汉 成都 江苏 江西 安徽 贵州 贵阳 甘肃 广东 广西 广州 海口 黑龙江 宁夏 宁波 石家庄
沈阳 南京 南昌 南宁 云南 吉林 郑州 济南 温州 常州 苏州 金华 洛阳 万州 乐山 台北
华盛顿 巴黎 莫斯科 柏林 东京 伦敦
台中 台南 台东 高雄 新北 桃园 桃園 新竹 金门 金門 连江 連江 云林 雲林 苗栗 花莲 花蓮
"""
PLACES: Final = frozenset(re.findall(r"\S+", _PLACES))
_DATE: Final = r"(?:\d{1,2}月)?\d{1,2}日"
_CITED: Final = "(?:据|综合)?"
# 本报讯, 新华社武汉11月3日电, 据新华社电, 据新华社 before a space; without a date no word may go on
# behind 电 (电影).
ORIGIN: Final = re.compile(
    rf"[\[(]?(?:{PAPER}讯"
    rf"|{_CITED}{AGENCY}[{HAN}·]{{0,10}}?\s?{_DATE}(?:专?电|讯|消息)"
    rf"|{_CITED}{AGENCY}[{HAN}·]{{0,10}}?(?:专?电|讯)(?![{HAN}])"
    rf"|(?:据|综合){AGENCY}(?:消息|报道)?(?=\s))[\])]?"
)
OWN_REPORT: Final = re.compile(rf"{PAPER}讯")
_SOURCE: Final = re.compile(
    rf"(?:本报)?(?:综合|据|来源:?)\s*[{HAN}、]{{1,16}}(?:社|网|报|新闻|电|报道|台)[^。]{{0,16}}"
)


_AUTHOR_NOTE: Final = re.compile(r"(?:本文)?作者(?:系|为|是|单位)[^()]*")


def is_author_note(folded: str) -> bool:
    """Say whether a text in brackets tells who the author is: 作者系某学院教授."""
    return bool(_AUTHOR_NOTE.fullmatch(folded))


def is_source(folded: str) -> bool:
    """Say whether a text in brackets tells where the article is from: 据新华社, 来源：临江网."""
    return bool(_SOURCE.fullmatch(folded))
