"""Offices and callings as patterns over folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain

from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

# The longest office with its prefixes is about that long: 党组书记, 首席信息技术官.
LONGEST = 12


@cache
def _heads() -> tuple[frozenset[str], frozenset[str], Mapping[str, tuple[int, ...]]]:
    """Return offices, prefixes, and by last sign how long the offices are, the longest first."""
    words = load_words("titles")
    heads = frozenset(flatten(words["heads"]))
    lengths: dict[str, set[int]] = {}
    for head in heads:
        lengths.setdefault(head[-1], set()).add(len(head))
    longest_first = {last: tuple(sorted(own, reverse=True)) for last, own in lengths.items()}
    return heads, frozenset(words["prefixes"]), longest_first


def find_title_start(text: str, end: int) -> int | None:
    """Return where the office that ends at ``end`` begins, its prefixes with it; None if none."""
    heads, prefixes, lengths = _heads()
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
