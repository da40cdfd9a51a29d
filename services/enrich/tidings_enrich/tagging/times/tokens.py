"""Cut Chinese dates into their pieces, over folded text: year, month, day, part of day, clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from tidings_enrich.tagging.numerals import CHINESE_SIGNS
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words, only_at

# The order in which pieces follow each other; none may come twice in one date.
_RANKS = {
    "year": 1,
    "first_year": 1,
    "year_part": 2,
    "month": 2,
    "month_part": 3,
    "small_part": 3,
    "full": 3,
    "day": 3,
    "small_day": 3,
    "relative": 3,
    "near": 3,
    "number": 3,
    "week": 3,
    "weekday": 4,
    "evening": 5,
    "part": 5,
    "clock": 6,
    "loose_clock": 6,
}
# These count only behind another piece: 2021年底, 11月三日, 上午8点; and the range sign.
_FOLLOWERS = {
    "small_part": frozenset(("year", "month")),
    "small_day": frozenset(("month",)),
    "loose_clock": frozenset(("part", "evening")),
    "weekday": frozenset(("day", "small_day", "near", "relative")),
    "evening": frozenset(("relative", "day", "week", "near")),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a date: what kind it is of, and where it stands."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Expression:
    """The pieces of one time expression, and those behind 至 if it is a range."""

    pieces: list[Piece]
    until: list[Piece] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return (self.until or self.pieces)[-1].end


@cache
def _build_pattern() -> re.Pattern[str]:
    words = load_words("times")
    alone = rf"(?<![{CHINESE_SIGNS}\d.])"
    month = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    hour = r"(?:2[0-4]|1\d|0?\d)"
    chinese_hour = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
    minute = rf"(?:[0-5]?\d|[{CHINESE_SIGNS}]{{1,3}})分"
    four = r"(?:1[5-9]|20)\d\d"
    year = rf"(?<!\d){four}"
    to = "(?:至|到|-{1,2}|~)"
    years = [*words["years"], *words["same_year"], *words["next_year"]]
    relative = [*flatten(words["days"]), *words["same_day"], *words["next_day"]]
    kinds = {
        "full": rf"(?<!\d)(?:19|20)\d\d(?P<sign>[-/.])0?{month}(?P=sign)0?{day}(?![\d.])",
        "year": rf"{year}年度?|[一二][〇零一二三四五六七八九]{{3}}年|{alternate(years)}",
        "first_year": rf"{year}(?={to}{four}年)",
        "week": rf"(?<![{CHINESE_SIGNS}\d])(?:上上|上|本|这|下)?个?(?:周|星期|礼拜)"
        rf"[一二三四五六日天]|{alternate(words['weeks'])}(?!末)",
        "weekday": r"\((?:周|星期|礼拜)[一二三四五六日天]\)",
        "near": rf"[前昨今明][日天晚]?\s?\({day}日?\)[日天晚]?",
        "month": rf"{alone}{month}月份?(?![龄饼球票薪租供均刊嫂])|{alternate(words['months'])}",
        "year_part": alternate(each for each in words["year_parts"] if len(each) > 1),
        "month_part": alternate(each for each in words["month_parts"] if len(each) > 1),
        "relative": alternate(relative),
        "day": rf"{alone}(?:{day}日|(?:[二三]?十[一二三四五六七八九]|[二三]十)日)",
        "small_day": rf"{alone}[一二三四五六七八九十]日|(?<=[月份]){day}号",
        "clock": rf"{alone}(?:{hour}|{chinese_hour})[时点](?:{minute}(?:许|左右)?|半|整|许|钟)"
        rf"|(?<![\d.]){hour}时(?:许|左右)?(?!代)|(?<![\d:.]){hour}:[0-5]\d(?![\d:])",
        "loose_clock": rf"{alone}(?:{hour}|{chinese_hour})[时点]",
        "number": rf"{alone}(?:{day}|0)(?={to}{day}[月日时])",
        "to": to,
        "part": alternate(each for each in words["day_parts"] if len(each) > 1),
        "evening": "[早晚夜晨](?!期|会|餐|饭|稻|年|熟|已|日|些|于|点)",
        "small_part": "[初底末](?!步|中|审|级|衷|次|心|见|线|层|部|盘|气|下|子|特|期)",
    }
    listed = [words[each] for each in ("months", "weeks", "year_parts", "month_parts", "day_parts")]
    return re.compile(
        only_at(
            rf"\d{CHINESE_SIGNS}上本这下个周星礼(前昨今明早晚夜晨初底末至到~\-",
            chain(relative, years, *listed),
            "|".join(f"(?P<{kind}>{each})" for kind, each in kinds.items()),
        )
    )


def read_expressions(text: str) -> Iterator[Expression]:
    """Yield the dates, times of day and ranges of folded ``text`` in order."""
    expression: Expression | None = None
    waiting = False  # a 至 stands behind the expression
    for match in _build_pattern().finditer(text):
        piece = Piece(match.lastgroup or "", match.start(), match.end(), match.group())
        if expression and _is_adjacent(text, expression, piece, waiting):
            if piece.kind == "to" and not waiting and not expression.until:
                waiting = True
                continue
            side = expression.until if waiting or expression.until else expression.pieces
            if _fits(side, piece):
                side.append(piece)
                waiting = False
                continue
        if expression and _stands(expression):
            yield expression
        expression, waiting = (Expression([piece]) if _opens(piece) else None), False
    if expression and _stands(expression):
        yield expression


def _is_adjacent(text: str, expression: Expression, piece: Piece, waiting: bool) -> bool:
    """Return whether nothing but a blank or 至 is between."""
    between = text[expression.end : piece.start]
    if waiting:
        return between.strip() in ("至", "到", "-", "--", "~")
    return len(between) < 2 and not between.strip()


def _opens(piece: Piece) -> bool:
    return piece.kind not in ("to", *_FOLLOWERS)


def _fits(side: Sequence[Piece], piece: Piece) -> bool:
    if not side:
        return _opens(piece) or piece.kind == "loose_clock"
    last = side[-1].kind
    wanted = _FOLLOWERS.get(piece.kind)
    if wanted is not None and last not in wanted:
        return False
    return _RANKS.get(piece.kind, 0) > _RANKS.get(last, 9)


def _stands(expression: Expression) -> bool:
    """Return whether this is a time: a bare number is one only as the first side of a range."""
    if expression.until:
        return True
    last = expression.pieces[-1]
    weak = len(expression.pieces) == 1 and last.text in load_words("times")["weak_parts"]
    return last.kind not in ("number", "first_year") and not weak
