"""Picture captions: lines that end with who took the picture, or begin by pointing at it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tidings.article import Caption
from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.english import match_english_credit
from tidings_ingest.page.folding import fold
from tidings_ingest.page.lines import Line
from tidings_ingest.page.names import read_names

_SHOT: Final = re.compile(
    r"\s*[/(]?\s*(?:摄影|(?<!拍)翻?摄|供图|制图|绘图|(?<=[\s/(])(?<!文/)图)\s*[)\]]?\s*[。.]?$"
)
_JOB: Final = re.compile(
    r"(?:本报|新华社|中新社|人民网|[\u3400-\u9fff]{2,4}(?:日报|晚报))?(?:全媒体|融媒体|首席|特约|见习|实习|摄影)*(?:记者|通讯员|实习生)"
    r"|(?:摄影|图片?|图文)\s*[/:]\s*(?:(?:本报)?(?:记者|通讯员))?|新华社发\s*\(?|本报|新华社"
)
# Where a credit can begin, from the surest to the least sure.
_BREAKS: Final = (
    re.compile(r".*[(\[]"),
    re.compile(r".*\s\s"),
    re.compile(r".*[。!?…”’](?=\s*\S)"),
)
_STOCK: Final = re.compile(
    r"[(\[]?\s*(?:新华社发|新华社/(?:路透|美联|法新|欧新)|资料图片?|资料照片|网络图片|受访者供图|图片由[^()。]{2,20}提供|[\u3400-\u9fff]{2,12}供图|本报资料图片?)\s*[)\]]?[。]?$"
)
# Papers in Taiwan name the agency or the giver in brackets below a picture.
_GIVEN: Final = re.compile(
    r"[(\[](?:路透社?|美[联聯]社|法新社|中央社|欧新社|彭博|档案照片?|资料照片?|[\u3400-\u9fff]{2,12}提供)[)\]]$"
)
_LONGEST_GIVEN: Final = 80
# Who gave a picture without a name is no photographer.
_NOBODY: Final = frozenset(("受访者", "网友", "本人", "读者", "市民"))
_REVERSED: Final = re.compile(
    r"(?:摄影|图)\s*[/:]\s*(?:(?:本报)?(?:记者|通讯员)\s*)?([^。,!?]{1,16})[)\]]?$"
)
_POINTING: Final = re.compile(
    r"(?!\W{1,4}[上下]\s?[接转])[▲△▼▽◀▶←→↑↓]|(?:图为|图中|[上下左右题组](?:两|各)?图\s?(?:为|:|\s|[①-⑨])|图[①-⑨\d一二三四](?:为|:|\s)|\[图)"
)
# A line that also says who wrote the text is a byline: 文/甲 图/乙.
_WRITTEN: Final = re.compile(r"[□■●]?\s*文字?\s*[/:]")
# A credit names three people with their jobs at most.
_TAIL: Final = 60
# Longer than any caption seen; beyond it 摄 at the end of a text is the signature of an article.
LONGEST: Final = 300


class CaptionLine(NamedTuple):
    """The caption that a line is, and why it is one."""

    caption: Caption
    why: str


def read_caption(line: Line) -> Caption | None:
    """Return the caption that the whole line is, or None."""
    found = judge_caption(line)
    return found.caption if found else None


def judge_caption(line: Line) -> CaptionLine | None:
    """Return the caption that the whole line is with the reason, or None.

    The text is empty when the line holds the credit only, which then belongs to the line above.
    """
    if len(line.text) > LONGEST or _WRITTEN.match(line.folded):
        return None
    credited = _read_credit(line) or match_english_credit(line.text)
    if credited:
        return CaptionLine(credited, "ends with who took the picture")
    if _POINTING.match(line.folded):
        return CaptionLine(Caption(text=line.text), "begins by pointing at a picture")
    return None


def _read_credit(line: Line) -> Caption | None:
    folded = line.folded
    may_be_given = len(folded) <= _LONGEST_GIVEN and folded.endswith((")", "]"))
    given = _GIVEN.search(folded) if may_be_given else None
    stock = given or _STOCK.search(folded, max(0, len(folded) - _TAIL))
    shot = _SHOT.search(folded, max(0, len(folded) - _TAIL))
    if shot:
        start, names = _find_photographer(folded, shot.start())
        if names and _NOBODY.issuperset(names):
            return Caption(text=_trim(line.text[:start]))
        if names:
            return _credit(line, line.text[:start], names)
    else:
        turned = _REVERSED.search(folded, max(0, len(folded) - _TAIL))
        names = read_names(turned.group(1), labelled=False) if turned else ()
        if turned and names:
            return _credit(line, line.text[: turned.start()], names)
    if stock and (stock.start() == 0 or folded[stock.start() - 1] in " 。!?”)(["):
        return Caption(text=_trim(line.text[: stock.start()]))
    return None


def _credit(line: Line, text: str, names: tuple[str, ...]) -> Caption:
    printed = Byline(names).as_printed(line.folded, line.text).names
    return Caption(text=_trim(text), photographer="、".join(printed))


def _find_photographer(folded: str, end: int) -> tuple[int, tuple[str, ...]]:
    """Return where the credit before ``end`` begins and its names; no names: it is no credit."""
    base = max(0, end - _TAIL)
    tail = folded[base:end]
    jobs = list(_JOB.finditer(tail))
    if jobs:
        names = read_names(_JOB.sub(" ", tail[jobs[0].start() :]), labelled=True)
        if names:
            return base + jobs[0].start(), names
        names = read_names(tail[jobs[-1].end() :], labelled=True)
        if names and _stands_apart(tail, jobs[-1].start()):
            return base + jobs[-1].start(), names
    for pattern in _BREAKS:
        found = pattern.match(tail)
        names = read_names(tail[found.end() :], labelled=True) if found else ()
        if found and names:
            return base + found.end(), names
    return _find_last_words(tail, base)


def _find_last_words(tail: str, base: int) -> tuple[int, tuple[str, ...]]:
    """Look for a name after a single space, or for a line that is nothing but the credit."""
    whole = read_names(tail, labelled=False)
    if whole and base == 0:
        return 0, whole
    words = tail.rsplit(None, 2)
    for count in (1, 2):
        if len(words) > count:
            names = read_names(" ".join(words[-count:]), labelled=False)
            if names and all(len(each) > 1 for each in names):
                return base + tail.rindex(words[-count]), names
    return 0, ()


def _stands_apart(tail: str, start: int) -> bool:
    return start == 0 or tail[start - 1] in " 。!?”)]([…"


def _trim(text: str) -> str:
    """Take off the bracket that opened the credit."""
    bare = text.rstrip()
    return bare[:-1].rstrip() if fold(bare[-1:]) in ("(", "[") else bare
