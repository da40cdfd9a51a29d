"""Read the user's lexicon from YAML and CSV; a wrong line is an error that names it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tidings_enrich.lexicon.entry import LexiconEntry, Placed
from tidings_enrich.yaml_document import DataFileError
from tidings_enrich.yaml_entries import read_yaml_entries

SUFFIXES = (".csv", ".yaml", ".yml")
COLUMNS = ("name", "kind", "aliases", "links", "watch")
# Between the aliases, and between the links, of one cell.
SEPARATOR = "|"

Version = tuple[tuple[str, int, int, int], ...]
"""What differs once one of the files was written, replaced, added or removed."""


def list_files(path: Path) -> list[Path]:
    """Return the file, or those of the folder in the order of their names.

    Raises DataFileError where there is none. Names that begin with a dot are left alone.
    """
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        files = sorted(
            each
            for each in path.iterdir()
            if each.suffix in SUFFIXES and not each.name.startswith(".")
        )
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror}") from error
    if not files:
        raise DataFileError(f"{path}: there is no file whose name ends in .csv or .yaml")
    return files


def read_version(path: Path) -> Version:
    """Return the version that is there now; raises DataFileError."""
    try:
        found = [(each.name, each.stat()) for each in list_files(path)]
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror}") from error
    return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in found)


def read_entries(path: Path) -> Iterator[Placed]:
    """Yield the entries of the file or folder; raises DataFileError naming file, line and field."""
    for file in list_files(path):
        match file.suffix:
            case ".csv":
                yield from _read_csv(file)
            case ".yaml" | ".yml":
                yield from _read_yaml(file)
            case _:
                raise DataFileError(f"{file.name}: its name must end in .csv or .yaml")


def _read_yaml(file: Path) -> Iterator[Placed]:
    for each in read_yaml_entries(file):
        title = str(each.fields.get("name") or "no name")
        yield Placed(each.locate(), each.check(LexiconEntry, title))


def _read_csv(file: Path) -> Iterator[Placed]:
    # Spreadsheets write a byte order mark first.
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines, strict=True)
            header = _read_row(rows, f"{file.name}:1") or []
            _check_header(file.name, header)
            while True:
                # A cell in quotes can go on for lines.
                where = f"{file.name}:{rows.line_num + 1}"
                row = _read_row(rows, where)
                if row is None:
                    return
                if any(map(str.strip, row)):
                    yield Placed(where, _check_row(where, header, row))
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file.name}: no text in UTF-8: {error.reason}") from error
    except OSError as error:
        raise DataFileError(f"{file.name}: cannot be read: {error.strerror}") from error


def _check_header(name: str, header: list[str]) -> None:
    if not {"name", "kind"} <= set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        raise DataFileError(
            f"{name}:1: the first line must name the columns, separated by commas: name, kind, "
            f"and of aliases, links and watch those that there are"
        )


def _read_row(rows: Any, where: str) -> list[str] | None:  # noqa: ANN401 - csv has no name for it
    try:
        row: list[str] | None = next(rows, None)
    except csv.Error as error:
        raise DataFileError(f"{where}: {error}") from error
    return row


def _check_row(where: str, header: list[str], row: list[str]) -> LexiconEntry:
    if len(row) != len(header):
        raise DataFileError(f"{where}: {len(header)} cells are wanted, there are {len(row)}")
    fields: dict[str, Any] = {
        column: cell.strip() for column, cell in zip(header, row, strict=True) if cell.strip()
    }
    for column in {"aliases", "links"} & set(fields):
        fields[column] = tuple(each.strip() for each in fields[column].split(SEPARATOR))
    try:
        return LexiconEntry.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise DataFileError(f"{where}: {fields.get('name')}: {field}: {first['msg']}") from error
