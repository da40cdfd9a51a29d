"""Offices that a text gives to a person in so many words: 任命甲为局长, 曾任县长、市长."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tidings.tags import Title
from tidings_enrich.tagging.folding import print_name
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

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
    held = "担任|出任|就任|当选为?|曾任|历任|现任|兼任|升任|调任|接任|改任"
    return re.compile(held)


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
    for verb in _build_verbs().finditer(text):
        at = bisect_right(ends, verb.start()) - 1
        if at >= 0 and _is_near(text, persons[at][1], verb.start()):
            name = persons[at][2]
            yield from ((name, title) for title in _read_offices(body, text, verb.end()))
    for start, end, name in persons:
        if text[end : end + 1] in ("为", "的") and _build_appointing().search(
            text, max(0, start - 4), start
        ):
            yield from ((name, title) for title in _read_offices(body, text, end + 1))


def _is_near(text: str, end: int, start: int) -> bool:
    return start - end <= FARTHEST and not _BREAK.search(text, end, start)


def _read_offices(body: str, text: str, at: int) -> Iterator[Title]:
    """Yield the offices of a list that begins at ``at``."""
    while segment := _SEGMENT.match(text, at):
        found = _find_office(text, *segment.span())
        if found is None:
            return
        head, end = found
        organization = print_name(body[at:head]) or None
        yield Title(name=print_name(body[at:end]), organization=organization)
        if end != segment.end() or not text.startswith("、", end):
            return
        at = end + 1


def _find_office(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the last office of a stretch begins and ends, if little follows it."""
    for at in range(end, start, -1):
        head = find_title_start(text, at)
        if head is not None and head >= start:
            rest = text[at:end]
            return (head, at) if not rest or rest.startswith(_AFTER) else None
    return None
