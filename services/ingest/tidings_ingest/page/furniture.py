"""What a page prints around its articles: headers, footers, section labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tidings_ingest.page.dates import FULL_DATE, find_date
from tidings_ingest.page.heading_shape import is_standing, is_umbrella
from tidings_ingest.page.jumps import is_jump, match_resumed
from tidings_ingest.page.lines import Line
from tidings_ingest.page.section_names import SECTIONS

_HAN: Final = "\u3400-\u9fff"
_STAFF_ROLE: Final = (
    r"(?:(?:本版|值班|执行|责任|美术|文字|图片|视觉|见习|首席)?"
    r"(?:总编辑?|副总编辑?|(?<=值班)主任|编\s?辑|编委|美\s?编|责\s?编|校\s?对|校检|检校|组版|版式|主编|审读|审校"
    r"|设计|统筹|策划|排版|制图)"
    r"(?:/(?:责编|美编|版式|校对|组版|设计))?)"
)
_WEEKDAY: Final = r"(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
# A line is furniture when it holds one of these and next to nothing else.
_HARD: Final = re.compile(
    "|".join(
        (
            FULL_DATE.pattern,
            r"\d{1,2}月\d{1,2}日(?=\s*星期)",
            (
                rf"{_STAFF_ROLE}\s*[:/|·\s]\s*[{_HAN}]{{1,4}}"
                rf"(?:[\s、]+(?!{_STAFF_ROLE})[{_HAN}]{{1,3}}(?![{_HAN}:/]))*"
            ),
            (
                r"(?:新闻|读者|报料|爆料|投稿|订阅|广告|发行|服务|编辑部|本版)?"
                r"(?:电话|热线|传真|邮编|邮政编码)\s*:?\s*[\d(][\d()—-]{4,}"
                r"|(?:邮箱|信箱|网址)\s*:?\s*[!-~]{6,}"
            ),
            r"E-?mail\s*:?\s*\S+|https?://\S+|www\.\S+|[\w.-]+@[\w.-]+\.\w+",
            r"(?:国内)?统一(?:连续出版物|刊)号\S*|CN\s?\d\d\s?-\s?\d{4}|邮发代号\S*|国外代号\S*",
            r"零售价\S*|每份\S*元",
            r"第?\s?[A-Z]?\d{1,3}\s?版(?!本)|第[一二三四五六七八九十]{1,3}版",
            r"第\s?\d+\s?页|共\s?\d+\s?页|今日\S{0,6}版|总?第\d+期|总第\s?\d+\s?期|第\s?\d{4,6}\s?号(?!\S)",
            r"\bPage [A-Z]?\d{1,3}\b|\bVol\. ?\w+|\bNo\. ?\d+|\b[A-D]\d{1,2}\b",
            rf"{_WEEKDAY},?(?= )",
        )
    )
)
_SOFT: Final = re.compile(
    r"星期[一二三四五六日天]|周[一二三四五六日]|农历\S{2,12}|初[一-十]|今日|晴|阴|多云|小雨"
    rf"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\S{{0,8}}|{_WEEKDAY}"
)
# Sections of a paper's own naming, and its weekly pages.
_SUPPLEMENT: Final = re.compile(r"[\u3400-\u9fff]{2,4}(?:新闻|周刊|专刊|专版|副刊|特刊)")
_MASTHEAD: Final = re.compile(
    rf"(?:[{_HAN}]{{2,6}}(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|周报|周刊|青年报|农民报|导报|新报)社?"
    r"|(?i:the )?(?:[A-Z][\w']+ ){1,3}(?i:daily|herald|times|post|gazette|tribune|chronicle"
    r"|journal|news|observer|courier|mail|standard))(?:\s+[A-Z][A-Z ]+)?"
)
# What web editions print around a page.
_NAVIGATION: Final = re.compile(
    r"(?:(?:上一[版篇期]|下一[版篇期]|返回目录|版面导航|标题导航|放大|缩小|默认|打印|收藏|往期回顾|分享到?|[◀▶←→<>|])\s*)+"
    r"|.{0,12}版权所有.{0,40}|.{0,10}(?:未经.{0,4}授权|不得转载).{0,20}|扫码.{0,12}"
)
# What somebody paid for; the word alone, or with a gap after it.
_ADVERTISEMENT: Final = re.compile(r"(?:公益|商业|分类)?广\s?告(?:\s+\S.{0,40})?")
_PAGE_NUMBER: Final = re.compile(r"[-—·|\s]*(?:[A-D]?\d{1,3}|[IVX]{1,4})[-—·|\s]*")
_WHOLE_LINES: Final = {
    _PAGE_NUMBER: "a page number",
    _ADVERTISEMENT: "an advertisement",
    _NAVIGATION: "what web editions print around a page",
}
# The longest header seen has a masthead, two calendars, a page, a section and three credits.
_LONGEST: Final = 160
# The header of a page takes a handful of lines.
_EDGE: Final = 6
# What may be left of a header when all that is known is taken out: a section of its own naming.
_LEFT_OVER: Final = 8
_LEFT_OVER_LATIN: Final = 24
_AT_EDGE: Final = "the paper's name, a weekday or the weather among the first lines"
_SPACED_OUT: Final = re.compile(r"\S(?: {1,4}\S){1,11}")
# A01要闻, 综合·03
_PAGE_OF_SECTION: Final = re.compile(
    r"^(?:版面:|[A-D]?\d{1,2}(?=\D)[\s/·|:版]*)|[\s/·|:]+[A-D]?\d{1,2}版?$"
)
HEADER: Final = "holds what only headers and footers hold, and next to nothing else"
_SEPARATORS: Final = re.compile(r"[\s|·/,:;.()\[\]—-]+")


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Return the numbers of the lines that belong to the page and to no article, each with why."""
    furniture: dict[int, str] = {}
    # The header is over where the first sentence is.
    in_header = True
    for at, line in enumerate(lines):
        in_header = in_header and at < _EDGE and not (at and lines[at - 1].is_closed)
        if is_jump(line) or match_resumed(line):
            continue
        why = judge_furniture(line, at_edge=in_header)
        if why is None:
            continue
        above = lines[at - 1] if at else None
        if above is None or above.number in furniture or not _is_word_of(above, line):
            furniture[line.number] = why
    return furniture


def _is_word_of(above: Line, line: Line) -> bool:
    """Say whether what could be a section's name is a word of the sentence above it (经济)."""
    return is_section_name(line) and "," in above.folded and not above.is_closed


def judge_furniture(line: Line, *, at_edge: bool) -> str | None:
    """Return why ``line`` belongs to the page and to no article, or None when it does not.

    ``at_edge``: it stands among the first lines, where also a bare date or the paper's name
    is furniture; elsewhere these may sign a public notice.
    """
    folded = line.folded
    if len(folded) > _LONGEST or "。" in folded:
        return None
    if is_section_name(line):
        return "the name of a section"
    for pattern, why in _WHOLE_LINES.items():
        if pattern.fullmatch(folded):
            return why
    if _MASTHEAD.fullmatch(_close_up(folded)) or _SOFT.fullmatch(folded):
        return _AT_EDGE if at_edge else None
    return HEADER if _is_header(folded, at_edge) else None


def find_marks(line: Line) -> list[str]:
    """Return what ``line`` holds that only headers and footers hold."""
    return [line.text[each.start() : each.end()].strip() for each in _HARD.finditer(line.folded)]


def _close_up(folded: str) -> str:
    """Return a line of single characters with spaces between (要 闻) without the spaces.

    公 告 stays as it is: so papers print the headline of a notice.
    """
    return "".join(folded.split()) if _is_spaced_name(folded) else folded


def _is_spaced_name(folded: str) -> bool:
    return bool(_SPACED_OUT.fullmatch(folded)) and not is_standing(folded)


def is_section_name(line: Line) -> bool:
    """Say whether ``line`` is the name of a section and nothing else."""
    bare = _PAGE_OF_SECTION.sub("", _close_up(line.folded)).strip("[]()— ·◆■●▲|/:").lower()
    return bare in SECTIONS or bool(_SUPPLEMENT.fullmatch(bare) and not is_umbrella(bare))


def find_headers(furniture: Sequence[Line]) -> list[Line]:
    """Return the lines with a full date; without one the first line, which names the page."""
    return [line for line in furniture if find_date(line.folded)] or list(furniture[:1])


def _is_header(folded: str, at_edge: bool) -> bool:
    """Say whether the line holds what only headers and footers hold, and next to nothing else."""
    rest = _SOFT.sub(" ", _MASTHEAD.sub(" ", _HARD.sub(" ", folded)))
    words = [each for each in _SEPARATORS.split(rest) if each and each.lower() not in SECTIONS]
    left = [each for each in words if not each.isdigit()]
    if not left and _MASTHEAD.search(folded):
        return True
    if not _HARD.search(folded) or any(each.islower() for each in left):
        return False
    joined = "".join(left)
    allowed = _LEFT_OVER_LATIN if joined.isascii() else _LEFT_OVER
    return len(joined) <= allowed and (at_edge or not FULL_DATE.fullmatch(folded))
