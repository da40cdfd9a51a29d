"""Offices that a text gives to a person in so many words: 任命甲为局长, 曾任县长、市长."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tidings.tags import Title
from tidings_enrich.tagging.folding import print_name
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words, only_at

# From a name to the verb: 甲利用担任乙局局长 has two characters between, a clause some thirty.
FARTHEST = 30
# 江宁省人民代表大会常务委员会法制工作委员会副主任 has 24 characters.
LONGEST_OFFICE = 32
_BREAK = re.compile(r"[。!?;\n]")
_SEGMENT = re.compile(rf"[^、,。;:!?\n\s()“”]{{1,{LONGEST_OFFICE}}}")
_AFTER = ("职务", "一职", "等", "后", "以来", "期间", "时", "的", "并", "至今", "起")

Person = tuple[int, int, str]


@cache
def _build_verbs() -> re.Pattern[str]:
    verbs = load_words("titles")["taking_office"]
    return re.compile(only_at("", verbs, alternate(verbs)))


@cache
def _build_appointing() -> re.Pattern[str]:
    return re.compile(rf"{alternate(load_words('names')['appointing'])}$")


def read_appointments(
    body: str, text: str, persons: Sequence[Person]
) -> Iterator[tuple[str, Title]]:
    """Yield person and office for each office that ``body`` gives; ``text`` is its folded form.

    ``persons`` are start, end and name of each mention, in order.
    """
    ends = [end for _, end, _ in persons]
    starts = [start for start, _, _ in persons]
    for verb in _build_verbs().finditer(text):
        at = bisect_right(ends, verb.start()) - 1
        following = bisect_left(starts, verb.end())
        limit = starts[following] if following < len(starts) else len(text)
        titles, end = _read_offices(body, text, verb.end(), limit)
        if text.startswith("的", end) and end + 1 == limit:
            yield from ((persons[following][2], title) for title in titles)
        elif at >= 0 and _is_near(text, persons[at][1], verb.start()):
            yield from ((persons[at][2], title) for title in titles)
    for start, end, name in persons:
        if text[end : end + 1] in ("为", "的") and _build_appointing().search(
            text, max(0, start - 4), start
        ):
            yield from ((name, title) for title in _read_offices(body, text, end + 1)[0])


def _is_near(text: str, end: int, start: int) -> bool:
    return start - end <= FARTHEST and not _BREAK.search(text, end, start)


def _read_offices(
    body: str, text: str, at: int, limit: int | None = None
) -> tuple[list[Title], int]:
    """Return the offices of a list that begins at ``at``, and where the last one ends."""
    titles: list[Title] = []
    last = at
    limit = len(text) if limit is None else limit
    while segment := _SEGMENT.match(text, at, limit):
        found = find_office(text, *segment.span())
        if found is None:
            break
        head, last = found
        organization = print_name(body[at:head]) or None
        titles.append(Title(name=print_name(body[at:last]), organization=organization))
        if last != segment.end() or not text.startswith(("、", "兼"), last):
            break
        at = last + 1
    return titles, last


def find_office(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the last office of a stretch begins and ends, if little follows it."""
    for at in range(end, start, -1):
        head = find_title_start(text, at)
        if head is not None and head >= start:
            rest = text[at:end]
            return (head, at) if not rest or rest.startswith(_AFTER) else None
    return None
