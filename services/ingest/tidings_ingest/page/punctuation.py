"""How a line begins and ends: whether its sentence is over, and whether it begins one."""

from __future__ import annotations

import re
from typing import Final

_CLOSERS: Final = "”’」』》〉）)\"'】]〕"
_ENDS: Final = "。｡！？!?…．"
# What follows a sentence in brackets: (甲 乙), （下转第2版）. Longer brackets hold whole sentences.
_BRACKET: Final = re.compile(r"[（(][^（()）]{1,60}[)）]$")
_LONGEST_BRACKET: Final = 64
# No sentence begins with these, so a line that does goes on with the one above it.
_CONTINUES: Final = re.compile(r"[，。、；：！？”’）》」』】,.;:!?)\]%％的了们着們著]")
# Chinese words that go on with a sentence, apart from the words that begin with the same mark.
_LINKS: Final = re.compile(
    r"已|将(?![军来])|并|也|还|就(?![业此])|都(?!市)|又|才(?!能)|则|于(?!是)|以及|及(?!时)|和(?![平谐])|等"
    r"|得|均|达|使|被|至|后[,，]|时[,，]|中[,，]|上[,，]|下[,，]|内[,，]|以来|之[一后前中]|成为|取得|召开"
)
_LIST_ITEM: Final = re.compile(
    r"[■●◆□○▪▶★☆·◎]"
    r"|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]"
    r"|[(（]?\d{1,2}(?:[)）、]|[.．](?!\d))"
    r"|[①-⑳]"
    r"|[-*]\s"
)
_QUESTION: Final = re.compile(r"(?:问|答|問|Q|A|[^\s,，。:：]{1,5})[:：]")
_CELL_GAP: Final = re.compile(r"\s{2,}|\t|\s*[|｜│]\s*|　")
# The result of a match between two names.
_SCORE: Final = re.compile(r"\s\d{1,3}\s?[∶:：比—-]\s?\d{1,3}\s")
# Two cells can also be a headline with a wide space, three long ones a headline in clauses.
_FEWEST_CELLS: Final = 3
_LONGEST_CELL: Final = 4
_LONGEST_ROW: Final = 100
_LONGEST_SCORE: Final = 24
_NUMBER: Final = re.compile(r"[-+−]?\d(?:[\d.,:]*\d)?[%％‰]?|[-—]")
# A date or a sum whose parts a scanner set apart: 2026 年 11 月 3 日.
_UNITS: Final = frozenset("年月日时時点點分秒号號版期元人名个個")


def is_closed(text: str) -> bool:
    """Say whether the sentence that ``text`` ends with is over."""
    bare = _strip_closers(text)
    if bare.endswith((*_ENDS,)) or _ends_with_period(bare):
        return True
    bracket = _BRACKET.search(text[-_LONGEST_BRACKET:])
    if bracket is None:
        return closes_bracket(text)
    return _strip_closers(text[: len(text) - len(bracket.group())]).endswith((*_ENDS, "."))


def closes_bracket(text: str) -> bool:
    """Say whether ``text`` ends with a bracket that a line above it opened."""
    return text.endswith(("）", ")")) and _count(text, "）)") > _count(text, "（(")


def continues(text: str) -> bool:
    """Say whether ``text`` begins with what never begins a sentence."""
    return bool(_CONTINUES.match(text)) or text[:1].islower()


def may_continue(text: str) -> bool:
    """Say whether ``text`` begins with what hardly ever begins a sentence."""
    return continues(text) or bool(_LINKS.match(text))


def announces(text: str) -> bool:
    """Say whether ``text`` ends with a colon, so that a list, verses or a speech may follow."""
    return text.endswith(("：", ":"))


def is_list_item(text: str) -> bool:
    """Say whether ``text`` begins with a bullet or a number of a list."""
    return bool(_LIST_ITEM.match(text))


def is_speaker(text: str) -> bool:
    """Say whether ``text`` begins with who speaks: 问：, 答：, 记者：, Q:."""
    return bool(_QUESTION.match(text))


def count_cells(text: str) -> int:
    """Return how many table cells ``text`` has; 1 is no table."""
    return sum(1 for each in _CELL_GAP.split(text) if each)


def is_row(text: str) -> bool:
    """Say whether ``text`` is a row of a table: three cells or more, numbers or short words."""
    if len(text) <= _LONGEST_SCORE and not text.isascii() and _SCORE.search(text):
        return True
    if len(text) > _LONGEST_ROW:
        return False
    if count_cells(text) < _FEWEST_CELLS:
        return _is_row_of_numbers(text.split())
    longest = max(len(each) for each in _CELL_GAP.split(text))
    return longest <= _LONGEST_CELL or any(each.isdigit() for each in text)


def _is_row_of_numbers(cells: list[str]) -> bool:
    """Say whether words with single spaces between are a row: half of them numbers, no sentence."""
    if len(cells) < _FEWEST_CELLS or cells[0][0].islower():
        return False
    words = [each for each in cells if not _NUMBER.fullmatch(each)]
    numbers = len(cells) - len(words)
    return numbers >= max(2, len(words)) and all(
        each.isalpha() and each not in _UNITS for each in words
    )


def _count(text: str, marks: str) -> int:
    return sum(text.count(mark) for mark in marks)


def _strip_closers(text: str) -> str:
    return text[-8:].rstrip(_CLOSERS + " ") if len(text) > 8 else text.rstrip(_CLOSERS + " ")


def _ends_with_period(bare: str) -> bool:
    if bare[-2:-1].isdigit() and not bare.isascii():
        # A number in Chinese text that breaks at its decimal point.
        return False
    return bare.endswith(".") and not bare.endswith((" Mr.", " Ms.", " Mrs.", " Dr.", " St."))
