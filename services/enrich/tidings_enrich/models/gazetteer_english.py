"""Latin names of towns, and those of Chinese units that are named after a town."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tidings_enrich.models.gazetteer_china import index_towns, measure_km
from tidings_enrich.models.gazetteer_sources import Naming, Point, Town
from tidings_enrich.places.units import Candidate, Form, Level, Unit

# Only large towns get their further Latin names: Munich for München.
_LEAST_PEOPLE = 100_000
# A town of GeoNames is a Chinese unit when a name is the same and it is as near as this.
_SAME_KM = 60.0


def list_latin_names(town: Town) -> list[str]:
    """Return further Latin names; codes of airports and spellings of single sounds are none."""
    if town.population < _LEAST_PEOPLE:
        return []
    return [
        name
        for name in town.others
        if name.isascii() and len(name) > 3 and name[0].isupper() and not name.isupper()
    ]


def name_china_in_english(units: Sequence[Unit], towns: Sequence[Town]) -> Iterator[Naming]:
    """Yield the Latin names of Chinese units: those of the town that is their seat."""
    index = index_towns(towns)
    for unit in units:
        if unit.latitude is None or unit.longitude is None or unit.level is Level.PROVINCE:
            continue
        here = Point(unit.latitude, unit.longitude)
        stem = unit.name.rstrip("市区县旗盟") if len(unit.name) > 2 else unit.name
        for town in {each for form in (unit.name, stem) for each in index.get(form, ())}:
            if measure_km(here, Point(town.latitude, town.longitude)) < _SAME_KM:
                yield town.name, Candidate(unit, Form.SHORT)
                if unit.level is Level.PREFECTURE:
                    for name in list_latin_names(town):
                        yield name, Candidate(unit, Form.OTHER)


def count_people(units: Sequence[Unit], towns: Sequence[Town]) -> list[Unit]:
    """Return the Chinese units, each prefecture with the people of the town it is named after."""
    index = index_towns(towns)
    counted = []
    for unit in units:
        forms = (unit.name, unit.name.removesuffix("市")) if unit.level < Level.COUNTY else ()
        known = [each.population for form in forms for each in index.get(form, ())]
        counted.append(replace(unit, population=max(known, default=0)))
    return counted
