"""Find the bodies and places that only the office before a person names: 捷运处处长, 花莲县长."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.names.bodies import LONGEST_BODY, is_bare_in_title
from tidings_enrich.tagging.names.mentions import Mention, Starts, find_left_edge
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

# 处 or 公司 alone name nobody; 交通局 does.
SHORTEST_BODY = 3
# A firm's name without 公司 is seldom longer: 台积电, 大众汽车.
LONGEST_FIRM = 6


class _Words(NamedTuple):
    endings: tuple[str, ...]
    plain: frozenset[str]
    unit_heads: frozenset[str]
    place_heads: frozenset[str]
    leading: tuple[str, ...]
    firm_heads: frozenset[str]
    no_firms: frozenset[str]
    before_post: re.Pattern[str]


@cache
def _load_words() -> _Words:
    bodies, titles = load_words("organizations"), load_words("titles")
    whole = alternate(bodies["endings_before_posts"])
    return _Words(
        endings=tuple(bodies["organization_endings"]),
        plain=frozenset(bodies["plain_endings"]),
        unit_heads=frozenset(titles["heads_of_bodies"]),
        place_heads=frozenset(titles["heads_of_places"]),
        leading=tuple(titles["leading"]),
        firm_heads=frozenset(titles["heads_of_firms"]),
        no_firms=frozenset(titles["no_firms"]),
        before_post=re.compile(rf".{{2,}}{whole}(?=.{{1,{bodies['longest_post']}}}$)"),
    )


def find_title_bodies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the bodies and places in the offices before persons: [捷运工程处]处长潘慧如."""
    known = Starts(mentions)
    return [
        found
        for person in mentions
        if person.type == "person"
        for found in _read_offices(text, person.start, known)
    ]


def _read_offices(text: str, end: int, known: Starts) -> Iterator[Mention]:
    while (head := find_title_start(text, end)) is not None:
        edge = skip_leading(text, find_left_edge(text, head, LONGEST_BODY), head)
        found = _find_body(text, edge, head, end) or _find_place(text, edge, head, end, known)
        if found and _is_new(text, found, known):
            yield found
        end = min(edge, head) - 1
        if end < 0 or text[end] != "、":
            return


def skip_leading(text: str, start: int, end: int) -> int:
    """Return where a name begins behind 署理, 时任 and the like."""
    lead = next((e for e in _load_words().leading if text.startswith(e, start, end)), "")
    return start + len(lead)


def _find_body(text: str, edge: int, head: int, end: int) -> Mention | None:
    """Return the body between the two: all of it, with the 局 of 局长, or up to a post in it."""
    words = _load_words()
    last = head
    if not text.endswith(words.endings, edge, head):
        if text[head:end] in words.unit_heads:
            last = head + 1
        elif post := words.before_post.match(text, edge, head):
            last = post.end()
        elif not _is_firm(text[edge:head], text[head:end]):
            return None
        else:
            return Mention(edge, last, "organization")
    return Mention(edge, last, "organization") if last - edge >= SHORTEST_BODY else None


def _is_firm(name: str, office: str) -> bool:
    words = _load_words()
    office = next((each for each in words.firm_heads if office.endswith(each)), "")
    return bool(office) and name not in words.no_firms and 2 <= len(name) <= LONGEST_FIRM


def _find_place(text: str, edge: int, head: int, end: int, known: Starts) -> Mention | None:
    """Return the place whose unit begins the office: [花莲县]长徐榛蔚."""
    if text[head:end] not in _load_words().place_heads or edge == head:
        return None
    ends = (known.ending.get(at) for at in range(edge + 1, head + 1))
    inside = [each.end for each in ends if each and each.type == "place" and each.end < head]
    start = inside[-1] if inside else edge
    whole = text[head - 1] == text[head]  # 福林里里长
    return Mention(start, head if whole else head + 1, "place") if head - start > whole else None


def _is_new(text: str, found: Mention, known: Starts) -> bool:
    """Return whether nothing but a place at its beginning is known of what was found."""
    if found.type == "organization" and is_bare_in_title(text, found):
        return False
    first = known.starting.get(found.start)
    if first is None or first.end >= found.end:
        return known.is_free(found.start, found.end)
    rest = text[first.end : found.end]
    if found.type == "organization" and (first.type != "place" or rest in _load_words().plain):
        return False
    return known.is_free(first.end, found.end)
