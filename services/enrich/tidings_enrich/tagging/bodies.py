"""Find organisations by the rules of their names alone: 省委, 市防汛抗旱指挥部, 外交部."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE
from tidings_enrich.tagging.mentions import Mention, Starts, ends_speech, find_left_edge
from tidings_enrich.tagging.title_words import build_title
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

# 市统筹推进新冠肺炎疫情防控和经济社会发展工作领导小组 is as long as they get.
LONGEST_BODY = 24
# Characters before the ending that make a body of a task one of a kind without 省, 市 or a place.
TELLING = 4
_UNMISTAKABLE = ("领导小组", "指挥部")


class _Patterns(NamedTuple):
    level: re.Pattern[str]
    task: re.Pattern[str]
    national: re.Pattern[str]
    plain: frozenset[str]
    levels: tuple[str, ...]


@cache
def _build_patterns() -> _Patterns:
    words = load_words("organizations")
    levels = alternate(words["levels"])
    bodies = alternate(words["level_bodies"])
    return _Patterns(
        level=re.compile(rf"{levels}(?P<body>{bodies})(?![员托派任])"),
        task=re.compile(rf"(?<=[{WIDE}]){alternate(words['task_bodies'])}"),
        national=re.compile(alternate(flatten(words["national"]))),
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
    return [*found, *_find_level_bodies(text, known), *_find_task_bodies(text, mentions)]


def _find_level_bodies(text: str, known: Starts) -> list[Mention]:
    patterns = _build_patterns()
    found: list[Mention] = []
    for match in patterns.level.finditer(text):
        start, end = match.span()
        place = known.ending.get(start) or known.ending.get(start + 1)
        if place is not None and place.type == "place" and place.start < start:
            found.append(Mention(place.start, end, "organization"))
        elif not ends_speech(text, start) and text[start - 1] not in "我本":
            continue
        elif match["body"] not in patterns.plain or not build_title().match(text, end):
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


def _find_within(starts: Sequence[int], low: int, high: int) -> int | None:
    """Return the first of the ascending ``starts`` from ``low`` up to, not including, ``high``."""
    at = bisect_left(starts, low)
    return starts[at] if at < len(starts) and starts[at] < high else None
