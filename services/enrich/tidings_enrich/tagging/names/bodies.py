"""Find organisations by the rules of their names alone: 省委, 市防汛抗旱指挥部, 外交部."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE
from tidings_enrich.tagging.names.mentions import (
    Mention,
    Starts,
    ends_speech,
    find_left_edge,
    is_unbroken,
)
from tidings_enrich.tagging.names.title_words import build_title, find_title_start
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words, only_at

# 市统筹推进新冠肺炎疫情防控和经济社会发展工作领导小组 is as long as they get.
LONGEST_BODY = 24
# Characters before the ending that make a body of a task one of a kind without 省, 市 or a place.
TELLING = 4
# 北屿万家乐果蔬种植 before 合作社 is as long as a name of one's own gets.
LONGEST_OWN_NAME = 10
_UNMISTAKABLE = ("领导小组", "指挥部")


class _Patterns(NamedTuple):
    level: re.Pattern[str]
    longer: re.Pattern[str]
    task: re.Pattern[str]
    national: re.Pattern[str]
    kinds: re.Pattern[str]
    no_name: re.Pattern[str]
    plain: frozenset[str]
    levels: tuple[str, ...]


@cache
def _build_patterns() -> _Patterns:
    words = load_words("organizations")
    levels = alternate(words["levels"])
    bodies = alternate(words["level_bodies"])
    return _Patterns(
        level=re.compile(rf"{levels}(?P<body>{bodies})(?![员托派任])"),
        longer=re.compile(
            rf"(?!{alternate(words['no_levels'])})(?=(?P<name>{levels}[{WIDE}]{{2,12}}?"
            rf"{alternate(words['level_endings'])})(?!长|(?<=委)[员托派任]))"
        ),
        task=re.compile(rf"(?<=[{WIDE}]){alternate(words['task_bodies'])}"),
        national=re.compile(rf"{alternate(flatten(words['national']))}(?![长门官院员])"),
        kinds=re.compile(
            only_at("", words["kinds_of_bodies"], alternate(words["kinds_of_bodies"]))
        ),
        no_name=re.compile(alternate(words["no_own_names"])),
        plain=frozenset(words["plain_bodies"]),
        levels=(*words["levels"], "国家", "国务院", "中央", "全国"),
    )


def find_bodies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the organisations of folded ``text`` that their names give away.

    ``mentions`` are the names that are known already; a place in front of a body belongs to it.
    """
    known = Starts(mentions)
    found = [
        Mention(match.start(), match.end(), "organization")
        for match in _build_patterns().national.finditer(text)
    ]
    for match in _build_patterns().longer.finditer(text):
        start, end = match.span("name")
        if (
            ends_speech(text, start)
            and is_unbroken(text, start, end)
            and find_title_start(text, end) is None
        ):
            found.append(Mention(start, end, "organization"))
    found += _find_own_names(text)
    return [*found, *_find_level_bodies(text, known), *_find_task_bodies(text, mentions)]


def _begins(text: str, start: int) -> bool:
    """Return whether a body's name can begin here, 我 or 本 before it or not."""
    return ends_speech(text, start) or text[start - 1] in "我本"


def is_bare_in_title(text: str, mention: Mention) -> bool:
    """Return whether a body stands only for an office, and names no place: 市委 of 市委书记."""
    name = text[mention.start : mention.end]
    return (
        name.startswith(tuple(load_words("organizations")["levels"]))
        and name.lstrip("省市县区州旗镇乡").removeprefix("党") in _build_patterns().plain
        and build_title().match(text, mention.end) is not None
    )


def _find_level_bodies(text: str, known: Starts) -> list[Mention]:
    patterns = _build_patterns()
    found: list[Mention] = []
    for match in patterns.level.finditer(text):
        start, end = match.span()
        place = known.ending.get(start) or known.ending.get(start + 1)
        if place is not None and place.type == "place" and place.start < start:
            found.append(Mention(place.start, end, "organization"))
        elif _begins(text, start):
            found.append(Mention(start, end, "organization"))
    return found


def _find_task_bodies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    patterns = _build_patterns()
    starts = sorted(each.start for each in mentions if each.type != "person")
    found: list[Mention] = []
    for match in patterns.task.finditer(text):
        edge = find_left_edge(text, match.start(), LONGEST_BODY)
        named = _find_within(starts, edge, match.start())
        levelled = text.startswith(patterns.levels, edge) and match.start() > edge + 1
        own = match.group() in _UNMISTAKABLE and match.start() - edge >= TELLING
        if named is not None or levelled or own:
            start = edge if named is None else named
            found.append(Mention(start, match.end(), "organization"))
    return found


def _find_own_names(text: str) -> Iterator[Mention]:
    """Yield the bodies of a kind with a name of their own before it: 丰收合作社."""
    patterns = _build_patterns()
    for match in patterns.kinds.finditer(text):
        edge = find_left_edge(text, match.start(), LONGEST_OWN_NAME + 1)
        name = text[edge : match.start()]
        if 2 <= len(name) <= LONGEST_OWN_NAME and not patterns.no_name.search(name):
            yield Mention(edge, match.end(), "organization")


def _find_within(starts: Sequence[int], low: int, high: int) -> int | None:
    """Return the first of the ascending ``starts`` from ``low`` up to, not including, ``high``."""
    at = bisect_left(starts, low)
    return starts[at] if at < len(starts) and starts[at] < high else None
