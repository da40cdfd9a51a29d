"""Offices and callings as patterns over folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from tidings_enrich.tagging.names.mentions import find_left_edge
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

# The longest office with its prefixes is about that long: 党组书记, 首席信息技术官.
LONGEST = 12
# A calling known by its ending alone has this many characters at most: 非遗保护研究员.
LONGEST_CALLING = 7


class _Heads(NamedTuple):
    """Offices, and by last sign how long they are, the longest first."""

    heads: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]


class _Callings(NamedTuple):
    endings: tuple[str, ...]
    none: tuple[str, ...]


def _build_heads(heads: frozenset[str]) -> _Heads:
    lengths: dict[str, set[int]] = {}
    for head in heads:
        lengths.setdefault(head[-1], set()).add(len(head))
    longest_first = {last: tuple(sorted(own, reverse=True)) for last, own in lengths.items()}
    return _Heads(heads, longest_first)


@cache
def _heads() -> _Heads:
    return _build_heads(frozenset(flatten(load_words("titles")["heads"])))


@cache
def _callings() -> _Heads:
    return _build_heads(frozenset(load_words("titles")["callings"]))


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(load_words("titles")["prefixes"])


@cache
def _calling_endings() -> _Callings:
    words = load_words("titles")
    return _Callings(tuple(words["calling_endings"]), tuple(words["no_callings"]))


def find_title_start(text: str, end: int) -> int | None:
    """Return where the office that ends at ``end`` begins, its prefixes with it; None if none."""
    return _find_start(text, end, _heads())


def find_calling_start(text: str, end: int) -> int | None:
    """Return where the office or calling that ends right before a known person begins.

    It knows more than ``find_title_start``, whose words must find a name by themselves: 学生, and
    words that only end like a calling (鸟类学家, 标本制作师).
    """
    start = find_title_start(text, end)
    if start is None:
        start = _find_start(text, end, _callings())
    return _find_calling_by_ending(text, end) if start is None else start


def _find_calling_by_ending(text: str, end: int) -> int | None:
    endings, none = _calling_endings()
    ending = next((each for each in endings if text.endswith(each, 0, end)), None)
    if ending is None or text.endswith(none, 0, end):
        return None
    edge = find_left_edge(text, end, LONGEST_CALLING)
    return edge if end - edge >= len(ending) + 2 else None


def _find_start(text: str, end: int, known: _Heads) -> int | None:
    heads, lengths = known
    prefixes = _prefixes()
    own = lengths.get(text[end - 1], ()) if end else ()
    start = next(
        (end - n for n in own if end >= n and text[end - n : end] in heads),
        None,
    )
    while start is not None:
        longer = next(
            (start - n for n in (4, 3, 2, 1) if start >= n and text[start - n : start] in prefixes),
            None,
        )
        if longer is None or end - longer > LONGEST:
            return start
        start = longer
    return None


@cache
def build_title() -> re.Pattern[str]:
    """Return the pattern of an office with its prefixes, to match where a body's name ends."""
    words = load_words("titles")
    heads = alternate(flatten(words["heads"]))
    return re.compile(rf"{alternate(words['prefixes'])}{{0,3}}{heads}")


@cache
def build_title_behind() -> re.Pattern[str]:
    """Return the pattern of an office that stands behind a name: 张三市长."""
    words = load_words("titles")
    heads = alternate(words["behind"])
    return re.compile(rf"(?:副|代|原|前)?{heads}(?!{alternate(words['not_behind'])})")


@lru_cache(maxsize=1024)
def is_shared(title: str) -> bool:
    """Return whether several people can hold an office, so that a list behind it shares it."""
    words = load_words("titles")
    if "副" in title or title.endswith(tuple(words["heads"]["shared"])):
        return True
    longest = max(
        (each for each in chain(words["single"], flatten(words["heads"])) if title.endswith(each)),
        key=len,
        default="",
    )
    return longest not in words["single"]
