"""The countries, and the states of the USA, as units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tidings_enrich.models.gazetteer_china import COUNTRY_ID, FIRST_ID
from tidings_enrich.models.gazetteer_sources import (
    Naming,
    Town,
    read_chinese_names,
    read_countries,
    read_states,
)
from tidings_enrich.places.forms import make_key
from tidings_enrich.places.units import CHINA, Candidate, Form, Level, Unit

# Units of China's list that have ISO codes of their own; their towns are those of GeoNames.
SPECIAL = ("HK", "MO", "TW")


def build_countries(
    sources: Path, regions: dict[str, Any], towns: Sequence[Town]
) -> Iterator[tuple[str, Unit]]:
    """Yield each country with its code; its point is its capital, as a place that is in it."""
    chinese = read_chinese_names(sources)
    capitals = {(each.country, each.name): each for each in reversed(towns)}
    largest = {each.country: each for each in sorted(towns, key=lambda town: town.population)}
    for iso, known in sorted(read_countries(sources).items()):
        seat = capitals.get((iso, known["capital"])) or largest.get(iso)
        number = FIRST_ID + known["geonameid"]
        others = regions["countries"].get(iso, [known["name"]])
        name = chinese.get(iso, others[0])
        if iso in SPECIAL:
            continue
        yield (
            iso,
            Unit(
                id=number,
                name=name,
                path=name,
                level=Level.COUNTRY,
                lineage=(COUNTRY_ID if iso == CHINA else number,),
                country=iso,
                geonames=known["geonameid"],
                latitude=seat.latitude if seat else None,
                longitude=seat.longitude if seat else None,
                population=known["population"],
                english=known["name"],
            ),
        )


def name_countries(
    sources: Path,
    regions: dict[str, Any],
    countries: dict[str, Unit],
    provinces: dict[str, Unit],
) -> Iterator[Naming]:
    """Yield the names of the countries, and those of the regions with codes of their own."""
    chinese = read_chinese_names(sources)
    known = read_countries(sources)
    special = {iso: provinces[iso] for iso in SPECIAL}
    for iso, unit in {**countries, **special}.items():
        yield chinese.get(iso, unit.name), Candidate(unit, Form.FULL)
        yield known[iso]["name"], Candidate(unit, Form.FULL)
        for other in regions["countries"].get(iso, ()):
            yield other, Candidate(unit, Form.OTHER)


def build_states(
    sources: Path, regions: dict[str, Any], towns: Sequence[Town], above: Unit
) -> Iterator[tuple[str, Unit]]:
    """Yield each state of the USA with its two letters; its point is that of its largest town."""
    own = sorted((each for each in towns if each.country == "US"), key=lambda town: town.population)
    largest = {each.region: each for each in own}
    for code, known in read_states(sources).items():
        if code not in regions["states"]:
            continue
        number, name = FIRST_ID + known["geonameid"], regions["states"][code][0]
        yield (
            code,
            Unit(
                id=number,
                name=name,
                path=f"{above.path}/{name}",
                level=Level.PROVINCE,
                lineage=(*above.lineage, number),
                country=above.country,
                geonames=known["geonameid"],
                latitude=largest[code].latitude,
                longitude=largest[code].longitude,
                english=known["name"],
            ),
        )


def find_capitals(towns: Sequence[Town], known: dict[str, dict[str, Any]]) -> set[int]:
    """Return the numbers of the towns that are capitals, one of each country."""
    found: dict[str, Town] = {}
    for town in towns:
        capital = make_key(known.get(town.country, {}).get("capital", "")).split(",")[0]
        largest = found.get(town.country)
        if make_key(town.name) == capital and (
            largest is None or town.population > largest.population
        ):
            found[town.country] = town
    return {each.geonames for each in found.values()}


def name_states(states: dict[str, Unit], regions: dict[str, Any]) -> Iterator[Naming]:
    """Yield the names of the states, in Chinese with 州 and without."""
    for code, state in states.items():
        full, *others = regions["states"][code]
        yield state.english or full, Candidate(state, Form.FULL)
        yield full, Candidate(state, Form.FULL)
        for name in (*others, full[:-1]):
            yield name, Candidate(state, Form.OTHER)
