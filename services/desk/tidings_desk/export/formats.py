"""The formats of an export as a table: a new one is a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

import orjson

from tidings_desk.export import csv_rows, ninjs
from tidings_desk.requests import Fields

FormatName = Literal["csv", "ndjson", "ninjs"]


class Format(NamedTuple):
    """Its type, the name of the file, the fields that it needs, and how it is written."""

    media_type: str
    file_name: str
    fields: Fields
    write: Callable[[Iterable[Mapping[str, Any]]], Iterator[bytes]]


def write_lines(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield each document as the index has it, one a line."""
    for each in articles:
        yield orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE)


FORMATS: Final[Mapping[FormatName, Format]] = {
    "csv": Format(
        "text/csv; charset=utf-8; header=present",
        "articles.csv",
        list(csv_rows.COLUMNS),
        csv_rows.write_rows,
    ),
    "ndjson": Format("application/x-ndjson", "articles.ndjson", True, write_lines),
    "ninjs": Format(
        "application/json", "articles.ninjs.json", list(ninjs.FIELDS), ninjs.write_items
    ),
}
