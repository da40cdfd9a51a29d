"""Places that are named by pointing at them: 我市, 全省, 本县."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tidings_enrich.places.known import Stretches
from tidings_enrich.places.settling import Choice
from tidings_enrich.places.units import Gazetteer, Level, Unit

# 安全区, 日本市场 and the like hold none; nor do 全市场 and 本区域.
_REFERENCE = re.compile(
    r"(?<![安健完齐保顾周成日基根资自样版书文原标课剧账])([我全本])"
    r"(?:(省)|(市)(?![场值况面价])|(县)|(区)(?![域间块划别])|(旗)|(州)(?!县))"
)
_ENDINGS = {"省": "省", "市": "市", "县": "县", "区": "区", "旗": "旗", "州": "自治州"}


class Reference(NamedTuple):
    """Words that point at a unit: ``all_of`` for 全市, which the place just named may be."""

    start: int
    end: int
    suffix: str
    all_of: bool


def resolve_references(
    text: str,
    taken: Sequence[tuple[int, int]],
    anchors: Sequence[tuple[int, Unit]],
    stretches: Stretches,
    around: tuple[Sequence[Unit], Sequence[Unit]],
) -> Iterator[tuple[int, int, Choice]]:
    """Yield the stretches of folded ``text`` that point at a place, and which it is.

    我 and 本 point at the feed's home first, 全 at a unit named in the sentence, then at the place
    of the dateline. ``taken`` are the names, ``anchors`` the places known, both in order;
    ``around`` are the units around the place of the dateline, and those around the home.
    """
    written_at, home = around
    ends = sorted(end for _, end in taken)
    starts = [start for start, _ in anchors]
    for each in find_references(text):
        at = bisect_left(ends, each.start + 1)
        if at < len(taken) and taken[at][0] < each.end:
            continue
        sentence, _ = stretches.sentence_at(each.start)
        before = bisect_left(starts, each.start) - 1
        named = anchors[before][1] if before >= 0 and starts[before] >= sentence else None
        choice = _follow(each, named, home, written_at)
        if choice:
            yield each.start, each.end, choice


def _follow(
    reference: Reference, named: Unit | None, home: Sequence[Unit], written_at: Sequence[Unit]
) -> Choice | None:
    by_dateline = point_at(written_at, reference.suffix), "dateline"
    by_home = point_at(home, reference.suffix), "home"
    if not reference.all_of:
        order = (by_home, by_dateline)
    else:
        order = (by_dateline, by_home)
        same = point_at([named], reference.suffix) if named else None
        if same:
            return Choice(same, 0.8, "reference", same.name)
    unit, because = next((each for each in order if each[0]), (None, ""))
    return Choice(unit, 0.9, "reference", because) if unit else None


def find_references(text: str) -> Iterator[Reference]:
    """Yield the words of folded ``text`` that point at the place where it is written, or of."""
    for match in _REFERENCE.finditer(text):
        suffix = next(group for group in match.groups()[1:] if group)
        yield Reference(match.start(), match.end(), suffix, match[1] == "全")


def point_at(units: Sequence[Unit], suffix: str) -> Unit | None:
    """Return the innermost of nested ``units`` that is a 市, 省 and so on; outermost first."""
    ending = _ENDINGS[suffix]
    fitting = [each for each in units if each.level > Level.COUNTRY and each.name.endswith(ending)]
    return fitting[-1] if fitting else None


def list_around(unit: Unit | None, gazetteer: Gazetteer) -> list[Unit]:
    """Return the units that ``unit`` lies in, the outermost first, and itself."""
    if unit is None:
        return []
    found = {
        each.unit.id: each.unit
        for name in unit.path.split("/")
        for each in gazetteer.find(name)
        if each.unit.id in unit.lineage
    }
    return [found[number] for number in unit.lineage if number in found]
