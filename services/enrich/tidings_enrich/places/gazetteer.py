"""The gazetteer that set-up built: an SQLite file, of which only the pages asked for are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from tidings_enrich.models.manifest import read_manifest, verify_file
from tidings_enrich.places.forms import is_chinese, make_key
from tidings_enrich.places.units import Candidate, Form, Level, Unit

FILE = "places.sqlite"
# Names of a day's news recur; 4,096 of them with their units take about 4 MB.
_KEPT_NAMES = 4096
# No place's name is longer; what is longer is not looked up.
_LONGEST_NAME = 60
_TABLES = """
create table unit (
    id integer primary key, name text, path text, level integer, lineage text, country text,
    code text, geonames integer, latitude real, longitude real, population integer,
    is_capital integer, english text
);
create table name (key text, unit integer, form integer, primary key (key, unit)) without rowid;
"""
_FIND = """
select unit.*, name.form from name join unit on unit.id = name.unit
where name.key = ? order by unit.id
"""


# In the order of UTF-8, what begins with a Chinese character comes behind every Latin letter.
_LIST = """
select distinct name.key, unit.level from name join unit on unit.id = name.unit
where name.key >= '一'
"""


class SqliteGazetteer:
    """Looks names up in the file; any thread may ask."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._find = lru_cache(_KEPT_NAMES)(self._look_up)

    def find(self, name: str) -> Sequence[Candidate]:
        """Return every unit that bears ``name``, in whatever spelling; none for what is none."""
        return self._find(make_key(name)) if len(name) <= _LONGEST_NAME else ()

    def _look_up(self, key: str) -> tuple[Candidate, ...]:
        # A lone surrogate is no text that SQLite takes, and no name of a place.
        if not key.isprintable():
            return ()
        return tuple(_read_row(row) for row in self._database.execute(_FIND, (key,)))


def open_gazetteer(models_dir: Path) -> SqliteGazetteer:
    """Return the gazetteer beside the taggers' networks, its sum checked.

    Raises ModelsMissingError, whose message says how to build what is not there.
    """
    return SqliteGazetteer(verify_file(models_dir, FILE, read_manifest(models_dir)))


def read_chinese_names(models_dir: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return each name in Chinese characters that some unit bears, some 18,000, and countries'.

    Takes 0.1 s. Raises ModelsMissingError as open_gazetteer does.
    """
    path = verify_file(models_dir, FILE, read_manifest(models_dir))
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as it:
        rows = [(key, level) for key, level in it.execute(_LIST) if is_chinese(key)]
    countries = frozenset(key for key, level in rows if level == Level.COUNTRY)
    return frozenset(key for key, _ in rows), countries


def write_gazetteer(
    path: Path, units: Iterable[Unit], names: Iterable[tuple[str, Candidate]]
) -> None:
    """Write a new file that SqliteGazetteer reads; of two forms of one name the first counts."""
    rows = (
        (
            *(each.id, each.name, each.path, each.level, " ".join(map(str, each.lineage))),
            *(each.country, each.code, each.geonames, each.latitude, each.longitude),
            *(each.population, each.is_capital, each.english),
        )
        for each in units
    )
    keyed = sorted((make_key(name), each.unit.id, each.form) for name, each in names)
    with sqlite3.connect(path) as database:
        database.executescript(_TABLES)
        database.executemany(f"insert into unit values ({', '.join('?' * 13)})", rows)  # noqa: S608
        database.executemany("insert or ignore into name values (?, ?, ?)", keyed)
    database.execute("vacuum")
    database.close()


def _read_row(row: tuple[Any, ...]) -> Candidate:
    number, name, path, level, lineage, *more, form = row
    country, code, geonames, latitude, longitude, population, is_capital, english = more
    unit = Unit(
        id=number,
        name=name,
        path=path,
        level=Level(level),
        lineage=tuple(map(int, lineage.split())),
        country=country,
        code=code,
        geonames=geonames,
        latitude=latitude,
        longitude=longitude,
        population=population,
        is_capital=bool(is_capital),
        english=english,
    )
    return Candidate(unit, Form(form))
