"""Which lines can stand above an article, judged by themselves."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.page.dates import FULL_DATE
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import (
    announces,
    closes_bracket,
    continues,
    count_cells,
)

# In cells: three clauses of ten wide characters with room to spare, or an English deck.
_WIDEST: Final = 100
_WIDEST_WIDE: Final = 92
_DASHED: Final = re.compile(r"(?:—{1,2}|--)\s*\S")
_COMMAS: Final = re.compile("[，,]")
# The first clause of a report, or of a sentence in it.
_REPORTS: Final = re.compile(
    r"(?:(?:昨|今|近|前)[日天]|日前|近期|连日来|(?:\d{4}年)?\d{1,2}月\d{1,2}日)[^,]{0,4},"
    r"|(?:会议|活动|仪式|记者|据|他|她|同时|此外|目前|随后|当[天日])[^,]{0,6},(?=\S{2})"
)
_SAYS: Final = re.compile(r"(?:问|答|记者|编者按|按语?|核心提示|阅读提示|提要|Q|A)\s?:")
# A kicker that a colon ends: 市长某某强调：; or the place that a headline is about: 浣花县：.
_INTRODUCES: Final = re.compile(
    r"(?:强调|指出|要求|表示|提出):$|^(?!.*(?:同志|先生|女士|朋友们?|您好|你好):)[^,]{2,8}:$"
)
# What stands over a column of short reports.
_UMBRELLA: Final = re.compile(
    r"简讯|简明新闻|速览|一句话新闻|快讯|短波|速递|简报|集纳|速读|短讯"
    r"|(?i:in brief|news briefs|^briefs$)"
)
# Columns that stand in every issue, without a byline and with nothing but their name above them.
_STANDING: Final = re.compile(
    r"(?:今日|明日|本市|天[气氣])?(?:天[气氣]|[预預][报報]|天[气氣][预預][报報])|更正|[讣訃]告|通知|停[水电電气氣]通知"
    r"|[遗遺]失[声聲]明|[\u3400-\u9fff]{0,4}(?:[启啟啓]事|公告|通告)"
    r"|(?i:weather|corrections?|obituaries|markets?|stocks|lottery|tides)"
)


def is_dashed(line: Line) -> bool:
    """Say whether ``line`` begins with the dashes of a subhead."""
    return bool(_DASHED.match(line.folded))


def is_umbrella(text: str) -> bool:
    """Say whether ``text`` is a heading over several short reports: 一周简讯."""
    return len(text) <= 24 and bool(_UMBRELLA.search(text))


def is_standing(text: str) -> bool:
    """Say whether ``text`` is the name of a column that needs no byline: 今日天气."""
    return bool(_STANDING.fullmatch("".join(text.split())))


def has_heading_shape(line: Line) -> bool:
    """Say whether ``line`` could stand above an article, judged by itself."""
    text = line.text
    widest = _WIDEST if text.isascii() else _WIDEST_WIDE
    words = sum(each.isalpha() for each in text[:_WIDEST])
    if line.width > widest or words < 2 or "。" in text:
        return False
    if is_dashed(line):
        return True
    if line.is_closed and not text.endswith(("！", "？", "!", "?", "”", "…", "）", ")", '"', "’")):
        return False
    return not _reads_as_body(line)


def _reads_as_body(line: Line) -> bool:
    text = line.text
    return (
        text.endswith(("，", "、", "；", ",", ";"))
        or (announces(text) and not _INTRODUCES.search(line.folded))
        or len(_COMMAS.findall(text)) > 2
        or continues(text)
        or closes_bracket(text)
        or bool(FULL_DATE.fullmatch(line.folded))
        or bool(_REPORTS.match(line.folded))
        or bool(_SAYS.match(line.folded))
        or count_cells(text) > 4
    )
