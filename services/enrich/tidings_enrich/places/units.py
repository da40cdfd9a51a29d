"""The vocabulary of the gazetteer: units of land, and how they lie in each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

# Municipalities and special regions: what they consist of ranks as the parts of a province do.
_CITY_PROVINCES = frozenset(("11", "12", "31", "50", "81", "82"))
CHINA = "CN"
CHINESE = frozenset((CHINA, "HK", "MO", "TW"))


class Level(IntEnum):
    """How high a unit stands; below a county nothing is known."""

    COUNTRY = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    CITY = 4
    """A town outside of China's own divisions, of whatever rank."""


class Form(IntEnum):
    """Which of its names a unit is called by."""

    FULL = 0
    """小店区, Paris."""
    SHORT = 1
    """小店."""
    OTHER = 2
    """Peking, 加州."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A place: ``lineage`` are the ids of what it lies in, the country first, itself last.

    ``path`` holds its name and those above, the country only abroad: 山西省/太原市/小店区,
    法国/巴黎. ``country`` is ISO 3166-1 alpha-2. ``code`` is the division's code after GB/T 2260,
    ``geonames`` the number there. ``population`` is 0 where it is unknown. ``is_capital`` says
    that it is one, of a country or of a Chinese province.
    """

    id: int
    name: str
    path: str
    level: Level
    lineage: tuple[int, ...]
    country: str
    code: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    is_capital: bool = False
    english: str | None = None

    @property
    def is_city_province(self) -> bool:
        """Whether its districts lie in no prefecture: 北京市, 香港."""
        return self.level is Level.PROVINCE and (self.code or "")[:2] in _CITY_PROVINCES

    @property
    def is_city_district(self) -> bool:
        """Whether it is a district of such a city."""
        return self.level is Level.COUNTY and (self.code or "")[:2] in _CITY_PROVINCES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean."""

    unit: Unit
    form: Form


class Gazetteer(Protocol):
    """Knows places by their names."""

    def find(self, name: str) -> Sequence[Candidate]:
        """Return every unit that bears ``name``, in whatever spelling; none for what is none."""
        ...


class Kin(IntEnum):
    """How near two units are by the divisions that both lie in."""

    NONE = 0
    COUNTRY = 1
    PROVINCE = 2
    """Also a state of the USA."""
    PREFECTURE = 3
    """Also a city that has no prefectures: 北京市."""
    SAME = 4
    """One county, or one and the same unit."""


def rank_nodes(unit: Unit) -> Sequence[tuple[int, Kin]]:
    """Return what ``unit`` lies in and itself, the nearest first, with what it is to share it.

    What lies in a unit says of the unit itself only how high it stands.
    """
    in_city = unit.is_city_province or unit.is_city_district
    ranks = (Kin.COUNTRY, Kin.PREFECTURE if in_city else Kin.PROVINCE, Kin.PREFECTURE, Kin.SAME)
    ranked = list(zip(unit.lineage, ranks, strict=False))
    return ranked[::-1]
