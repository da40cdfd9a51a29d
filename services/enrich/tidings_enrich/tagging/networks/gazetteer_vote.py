"""What a gazetteer adds to the networks: which stretches are names of places at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tidings_enrich.tagging.networks.network_reader import Place
from tidings_enrich.tagging.tagger import NameSpan

# As much as the least sum for a place: such a name is enough by itself, and what a network holds
# a little likely becomes likelier than a part of it (得克萨斯州, not 克萨斯州).
SUPPORT = 0.25
# Names of two characters are words as well: 合作, 解放 and 同仁 are counties. Three that end in
# 区 or 县, and four of any kind, are none: of 33 that stand between two borders of words in the
# marked sentences 31 are places there.
SHORTEST = 3
SHORTEST_BARE = 4
LONGEST = 12
# A name is cut into this many words at most (杏花|岭|区), or it is found by chance.
MOST_WORDS = 4
_ENDINGS = tuple("省市区县州盟旗")
_GOVERNMENT = "政府"
_BETWEEN = re.compile(r"[、和与及]")
_KIND = re.compile(r"等[多几数两三四五六七八九十]?[座个]?(?:城市|地区|地|州|省|市|县|镇|国|村|岛)")
# Two persons may both be called after towns; three in a row of places are not.
_LEAST_LISTED = 3


class PlaceNames(NamedTuple):
    """Every name that some place bears, in Chinese characters, and those of them for countries."""

    names: Collection[str] = frozenset()
    countries: Collection[str] = frozenset()

    def support(
        self, text: str, borders: Iterable[int], sums: Mapping[Place, float]
    ) -> dict[Place, float]:
        """Return the sums with more for what is a place's name.

        It is more for what a network proposes as a place, and for what begins and ends where words
        do, whether one proposes it or not.
        """
        supported = {
            place: min(1.0, found + SUPPORT)
            for place, found in sums.items()
            if place[2] == "place" and self._is_name(text[place[0] : place[1]], SHORTEST)
        }
        for start, end in _list_stretches(sorted(borders)):
            name = text[start:end]
            if self._is_name(name, SHORTEST if name.endswith(_ENDINGS) else SHORTEST_BARE):
                supported.setdefault((start, end, "place"), SUPPORT)
        return {**sums, **supported}

    def _is_name(self, name: str, shortest: int) -> bool:
        return len(name) >= shortest and name in self.names

    def settle(self, text: str, names: Sequence[NameSpan]) -> list[NameSpan]:
        """Return the names with the types and ends that the names of places tell."""
        return [self._cut_government(text, each) for each in self._settle_lists(text, names)]

    def _cut_government(self, text: str, name: NameSpan) -> NameSpan:
        """Return the country of 印度政府, which is what acts there; 山西省政府 is a body."""
        whole = text[name.start : name.end]
        stem = whole.removesuffix(_GOVERNMENT)
        if stem != whole and stem in self.countries:
            return name._replace(end=name.start + len(stem), type="place")
        return name

    def _settle_lists(self, text: str, names: Sequence[NameSpan]) -> list[NameSpan]:
        """Return the names, those in a list of places being places.

        A list is one of places where one of them is, and every other has a place's name; or where
        half of them have one, and the text says so behind it: 敖德萨、赫尔松等城市.
        """
        settled: list[NameSpan] = []
        for row in _list_rows(text, names):
            listed = len(row) >= _LEAST_LISTED and any(each.type == "place" for each in row)
            told = bool(_KIND.match(text, row[-1].end))
            known = sum(
                each.type == "place" or text[each.start : each.end] in self.names for each in row
            )
            if (listed and known == len(row)) or (told and known * 2 >= len(row)):
                settled += (each._replace(type="place") for each in row)
            else:
                settled += row
        return settled


def _list_stretches(borders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each stretch of a few words that may be long enough for a name."""
    for at, end in enumerate(borders):
        for start in borders[max(0, at - MOST_WORDS) : at]:
            if SHORTEST <= end - start <= LONGEST:
                yield start, end


def _list_rows(text: str, names: Sequence[NameSpan]) -> Iterator[list[NameSpan]]:
    """Yield names in order, those with no more than 、 or 和 between them together."""
    row = list(names[:1])
    for left, right in pairwise(names):
        if not _BETWEEN.fullmatch(text, left.end, right.start):
            yield row
            row = []
        row.append(right)
    if row:
        yield row
