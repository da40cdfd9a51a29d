"""The world outside of China's divisions as units: countries, states of the USA, towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tidings_enrich.models.gazetteer_china import FIRST_ID
from tidings_enrich.models.gazetteer_countries import (
    SPECIAL,
    build_countries,
    build_states,
    find_capitals,
    name_countries,
    name_states,
)
from tidings_enrich.models.gazetteer_english import list_latin_names
from tidings_enrich.models.gazetteer_sources import Naming, Town, read_countries
from tidings_enrich.places.forms import is_chinese, make_key
from tidings_enrich.places.units import CHINA, Candidate, Form, Level, Unit

# Smaller towns are seldom in the news, and share their names with larger ones.
_LEAST_PEOPLE = 15_000


def read_world(
    sources: Path, regions: dict[str, Any], towns: Sequence[Town], china: Sequence[Unit]
) -> tuple[list[Unit], list[Naming]]:
    """Return the units outside of China's divisions and their names."""
    countries = dict(build_countries(sources, regions, towns))
    provinces = {each.country: each for each in china if each.level is Level.PROVINCE}
    states = dict(build_states(sources, regions, towns, countries["US"]))
    capitals = find_capitals(towns, read_countries(sources))
    units = [*countries.values(), *states.values()]
    names = [
        *name_countries(sources, regions, countries, provinces),
        *name_states(states, regions),
    ]
    for town in towns:
        if town.country == CHINA or town.population < _LEAST_PEOPLE:
            continue
        special = provinces.get(town.country) if town.country in SPECIAL else None
        above = special or states.get(town.region if town.country == "US" else "")
        above = above or countries.get(town.country)
        if above:
            own_names = regions["towns"].get(f"{town.country}:{town.name}", ())
            unit = _build_town(town, above, own_names, is_capital=town.geonames in capitals)
            units.append(unit)
            names += _name_town(town, unit)
            names += [(each, Candidate(unit, Form.FULL)) for each in own_names]
    return units, names


def _build_town(town: Town, above: Unit, own_names: Sequence[str], *, is_capital: bool) -> Unit:
    wide = [make_key(each) for each in town.others if is_chinese(each)]
    counted = Counter(name.removesuffix("市") if len(name) > 2 else name for name in wide)
    # Spellings in both scripts fold into one; the name most of them share is the usual one.
    usual = min(counted, key=lambda each: (-counted[each], len(each), each), default=town.name)
    name = own_names[0] if own_names else usual
    return Unit(
        id=FIRST_ID + town.geonames,
        name=name,
        path=f"{above.path}/{name}",
        level=Level.CITY,
        lineage=(*above.lineage, FIRST_ID + town.geonames),
        country=town.country,
        geonames=town.geonames,
        latitude=town.latitude,
        longitude=town.longitude,
        population=town.population,
        is_capital=is_capital,
        english=town.name,
    )


def _name_town(town: Town, unit: Unit) -> Iterator[Naming]:
    yield town.name, Candidate(unit, Form.FULL)
    yield unit.name, Candidate(unit, Form.FULL)
    for name in {make_key(each) for each in town.others if is_chinese(each)}:
        if len(name) >= 2:
            yield name, Candidate(unit, Form.OTHER)
            if name.endswith("市") and len(name) > 2:
                yield name[:-1], Candidate(unit, Form.OTHER)
    for name in list_latin_names(town):
        yield name, Candidate(unit, Form.OTHER)
