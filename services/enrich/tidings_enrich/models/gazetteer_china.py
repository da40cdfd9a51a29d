"""China's divisions as units: those in force, and those that older news names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from tidings_enrich.models.gazetteer_pinyin import Speller, read_speller
from tidings_enrich.models.gazetteer_sources import (
    Division,
    Naming,
    Point,
    Town,
    read_divisions,
    read_old_divisions,
    read_peoples,
)
from tidings_enrich.places.forms import is_chinese, make_key, shorten_unit
from tidings_enrich.places.units import CHINA, Candidate, Form, Level, Unit

# Codes of divisions have six digits; units of GeoNames are numbered from here.
FIRST_ID = 1_000_000
COUNTRY_ID = FIRST_ID + 1_814_991
# Special regions and Taiwan have ISO codes of their own.
_ISO = {"71": "TW", "81": "HK", "82": "MO"}
# Rows of the old list that are no places.
_NO_PLACES = ("市辖区", "直辖县级行政区划")
# Two units of one name are one, renamed or moved up, when they lie in one prefecture; a town of
# GeoNames is the unit's seat when it is as near as this to the unit above.
_NEAR_KM = 250.0


@dataclass(slots=True)
class _Builder:
    towns: dict[str, list[Town]]
    peoples: tuple[str, ...]
    speller: Speller
    old: dict[str, tuple[str, Point | None]]
    units: dict[str, Unit] = field(default_factory=dict)
    names: list[Naming] = field(default_factory=list)
    seats: dict[tuple[str, str], Point] = field(default_factory=dict)
    stems: set[tuple[str, str]] = field(default_factory=set)

    def stem(self, name: str) -> str:
        return next(iter(shorten_unit(name, self.peoples)), name)

    def add(self, division: Division, *, gone: bool = False) -> None:
        above = self.units.get(division.parent)
        point = self._find_point(division, above)
        unit = Unit(
            id=int(division.code),
            name=division.name,
            path=f"{above.path}/{division.name}" if above else division.name,
            level=_find_level(division),
            lineage=(*(above.lineage if above else (COUNTRY_ID,)), int(division.code)),
            country=_ISO.get(division.code[:2], CHINA),
            code=division.code,
            is_capital=division.code.endswith("0100"),
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
        )
        self.units[division.code] = unit
        self.names.append((division.name, Candidate(unit, Form.FULL)))
        stem = self.stem(division.name)
        # A unit that is gone leaves its short name to the one that took its place.
        if gone and (division.code[:2], stem) in self.stems:
            return
        self.stems.add((division.code[:2], stem))
        for short in shorten_unit(division.name, self.peoples):
            self.names.append((short, Candidate(unit, Form.SHORT)))
        if unit.level is not Level.PROVINCE:
            spelt = self.speller.list_names(division.name, stem)
            self.names += [(each, Candidate(unit, Form.SHORT)) for each in spelt]

    def _find_point(self, division: Division, above: Unit | None) -> Point | None:
        _, own = self.old.get(division.code, ("", None))
        stem = self.stem(division.name)
        found = own or self.seats.get((division.code[:4], stem))
        if found or above is None or above.latitude is None or above.longitude is None:
            return found
        centre = Point(above.latitude, above.longitude)
        near = [
            (measure_km(centre, Point(each.latitude, each.longitude)), each)
            for form in (division.name, stem)
            for each in self.towns.get(form, ())
        ]
        distance, town = min(near, default=(_NEAR_KM, None))
        return Point(town.latitude, town.longitude) if town and distance < _NEAR_KM else centre


def read_china(
    sources: Path, regions: dict[str, Any], towns: Sequence[Town]
) -> tuple[list[Unit], list[Naming]]:
    """Return the units of China and their names; ``towns`` are those of GeoNames there.

    A unit without a seat in any package has that of the unit above it.
    """
    old = read_old_divisions(sources)
    builder = _Builder(
        index_towns(towns), read_peoples(sources), read_speller(sources, regions["sounds"]), old
    )
    for code, (name, point) in old.items():
        if point:
            builder.seats.setdefault((code[:4], builder.stem(name)), point)
    for division in read_divisions(sources):
        builder.add(division)
    for code in sorted(old):
        name, point = old[code]
        if code in builder.units or name.endswith(_NO_PLACES):
            continue
        builder.add(Division(code, _find_parent(code, builder.units), name), gone=True)
    for code, others in regions["provinces"].items():
        unit = builder.units[code]
        full = [f"{each} Province" for each in others]
        builder.names += [(each, Candidate(unit, Form.SHORT)) for each in (*others, *full)]
    return list(builder.units.values()), builder.names


def index_towns(towns: Iterable[Town]) -> dict[str, list[Town]]:
    """Return the towns by each of their Chinese names."""
    index: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for name in {make_key(each) for each in town.others if is_chinese(each)}:
            index[name].append(town)
    return index


def measure_km(one: Point, other: Point) -> float:
    """Return the distance, a few per cent wrong over some hundred kilometres."""
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(one.latitude - other.latitude, east) * 111.2


def _find_level(division: Division) -> Level:
    if division.code.endswith("0000"):
        return Level.PROVINCE
    # 4290.., 6590..: counties and cities that lie in no prefecture.
    if division.code.endswith("00") and division.code[2] != "9":
        return Level.PREFECTURE
    return Level.COUNTY


def _find_parent(code: str, units: dict[str, Unit]) -> str:
    prefecture, province = f"{code[:4]}00", f"{code[:2]}0000"
    if code.endswith("0000"):
        return ""
    return prefecture if prefecture in units and prefecture != code else province
