"""Kicker, headline and subhead: which lines can be one, and which of them is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from tidings_ingest.page.heading_shape import is_dashed
from tidings_ingest.page.lines import Line

_UNFINISHED: Final = re.compile(
    r"[，,、；;：:（(“‘《「『的和与及在对把被向为]$|[就对于将把在与和](?:《[^》]*》|“[^”]*”)$"
    r"|\b(?:and|or|the|a|an|of|to|in|for|with|on|at|by)$"
)
_OPENING: Final = {"“": "”", "《": "》", "（": "）", "「": "」", "(": ")", "『": "』"}
# A kicker tells who did or said something where; the headline below it tells what.
_KICKER: Final = re.compile(
    r"(?:强调|指出|要求|表示|提出|获悉|部署|精神|会议|侧记|纪实|座谈会|发布会|大会|论坛|活动|系列报道"
    r"|之[一二三四五六七八九十])(?:时|上)?:?$|^在.{2,30}会议?上$"
    r"|时(?:强调|指出|要求|表示)|主持召开|主持会议|在.{2,24}(?:调研|考察|检查|督导|会上|会见|讲话)"
    r"|(?:召开|举行|会见|启动|印发|出台|公布|发布).{0,14}$"
    r"|^\[.{2,12}\]$"
    r"|^(?:聚焦|关注|走进|对话|专访|记者).{2,}"
)
# A subhead without dashes tells who was there and spoke.
_SUBHEAD: Final = re.compile(
    r"(?:出席|讲话|主持|致辞|参加|陪同|作报告|宣布.{0,8}|出席并讲话|批示|分别.{0,6})$|^\(.{2,30}\)$"
)
# A headline in two lines of one column.
_NARROW_TITLE: Final = 34
_LABEL: Final = re.compile(r"[A-Z][A-Z &/-]{2,24}")


class Part(Enum):
    """The parts of a heading: 引题, 主题 and 副题 in Chinese papers."""

    KICKER = "kicker"
    HEADLINE = "headline"
    SUBHEAD = "subhead"


class HeadingLine(NamedTuple):
    """A line of a heading, which part of it the line is, and why."""

    line: Line
    part: Part
    why: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above an article, sorted. Lines of one part are joined by a space."""

    lines: tuple[HeadingLine, ...] = ()

    @property
    def kicker(self) -> str | None:
        """Return what stands above the headline."""
        return self._join(Part.KICKER)

    @property
    def headline(self) -> str | None:
        """Return the headline."""
        return self._join(Part.HEADLINE)

    @property
    def subhead(self) -> str | None:
        """Return what stands below the headline."""
        return self._join(Part.SUBHEAD)

    def _join(self, part: Part) -> str | None:
        return " ".join(each.line.text for each in self.lines if each.part is part) or None


def sort_heading(lines: Sequence[Line]) -> Heading:
    """Return the kicker, the headline and the subhead that ``lines`` are, in printed order.

    In Chinese papers the kicker (引题) stands above the headline (主题), the subhead (副题) below;
    in English ones a deck may stand below the headline, and a label in capitals above it.
    """
    if not lines:
        return Heading()
    dashed = next((at for at, line in enumerate(lines) if at and is_dashed(line)), len(lines))
    plain = list(lines[:dashed])
    subhead = [
        HeadingLine(line, Part.SUBHEAD, "begins with dashes" if is_dashed(line) else "below dashes")
        for line in lines[dashed:]
    ]
    if all(line.text.isascii() or line.width < 1.2 * len(line.text) for line in plain):
        return Heading((*_sort_english(plain), *subhead))
    return Heading((*_sort_chinese(plain, has_subhead=bool(subhead)), *subhead))


def _sort_chinese(lines: list[Line], *, has_subhead: bool) -> list[HeadingLine]:
    kicker: list[HeadingLine] = []
    subhead: list[HeadingLine] = []
    while len(lines) > 1 and not (has_subhead or subhead) and _SUBHEAD.search(lines[-1].folded):
        if (
            len(lines) == 2
            and _KICKER.search(lines[0].folded)
            and not _SUBHEAD.search(lines[0].folded)
        ):
            break
        subhead.append(HeadingLine(lines.pop(), Part.SUBHEAD, "says who was there and spoke"))
    why = "neither kicker nor subhead"
    if len(lines) > 1:
        is_one, why = _judge_pair(lines[0], lines[1])
        if not is_one:
            kicker.append(HeadingLine(lines.pop(0), Part.KICKER, why))
            why = "below the kicker"
    return [*kicker, *(HeadingLine(each, Part.HEADLINE, why) for each in lines), *subhead]


def _judge_pair(above: Line, below: Line) -> tuple[bool, str]:
    """Say whether two lines are one headline: the upper unfinished, or both of one measure."""
    if _UNFINISHED.search(above.folded) or _has_open_bracket(above.text):
        return True, "one headline: the upper line is unfinished"
    if _KICKER.search(above.folded):
        return False, "says who did or said something where"
    if len(above.text) == len(below.text) >= 4:
        return True, "one headline: both lines are as long"
    return False, "not of the measure of the line below"


def _has_open_bracket(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in _OPENING.items())


def _sort_english(lines: list[Line]) -> list[HeadingLine]:
    heading: list[HeadingLine] = []
    if len(lines) > 1 and _is_label(lines[0].text) and not lines[1].text.isupper():
        heading.append(HeadingLine(lines.pop(0), Part.KICKER, "a label in capitals"))
    above = lines.pop(0)
    heading.append(HeadingLine(above, Part.HEADLINE, "the first line that is no label"))
    while lines and _is_wrapped(above, lines[0]):
        above = lines.pop(0)
        heading.append(HeadingLine(above, Part.HEADLINE, "the headline goes on"))
    return [*heading, *(HeadingLine(each, Part.SUBHEAD, "a deck below") for each in lines)]


def _is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(text)) and len(text.split()) <= 3


def _is_wrapped(above: Line, below: Line) -> bool:
    """Say whether a headline in English goes on in the line below."""
    if below.text[0].islower() or _UNFINISHED.search(above.text):
        return True
    if below.blanks:
        return False
    if above.text.isupper() or below.text.isupper():
        return above.text.isupper() and below.text.isupper()
    if _is_title(above.text) != _is_title(below.text):
        return False
    if _is_title(above.text) and max(above.width, below.width) <= _NARROW_TITLE:
        return True
    # The upper line is filled, the lower one holds the few words that were left.
    return above.width > 45 and below.width < above.width / 2


def _is_title(text: str) -> bool:
    """Say whether the words of ``text`` have capitals, as those of a headline, not of a deck."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return bool(words) and sum(word[0].isupper() for word in words) > 0.7 * len(words)
