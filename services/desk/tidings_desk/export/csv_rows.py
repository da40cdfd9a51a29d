"""Articles as rows of a spreadsheet: RFC 4180, UTF-8 with the mark that spreadsheets look for.

A spreadsheet takes a cell that begins with = for a formula, which can send what is beside it to
whoever wrote the headline. Such a cell gets an apostrophe before it, as OWASP advises. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

COLUMNS: Final = (
    *("id", "published_at", "received_at", "source", "feed", "language", "kicker", "headline"),
    *("persons", "organizations", "places", "event_types", "topics", "url"),
)
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# What begins a formula in one spreadsheet or another, also as East Asian keyboards write it.
_BEGINNINGS: Final = frozenset("=+-@\t\r\n＝＋－＠")
_BETWEEN: Final = "; "


def write_rows(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield the header, then a row for each article."""
    yield BYTE_ORDER_MARK + write_row(COLUMNS)
    for each in articles:
        yield write_row([_write_cell(each.get(column)) for column in COLUMNS])


def write_row(cells: Sequence[str]) -> bytes:
    """Return one row, every cell in quotation marks."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
        [disarm(each) for each in cells]
    )
    return written.getvalue().encode("utf-8", "replace")


def disarm(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula."""
    first = cell.lstrip(" \u3000\u00a0\ufeff")[:1]
    return f"'{cell}" if first in _BEGINNINGS and first else cell


def _write_cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return _BETWEEN.join(str(each) for each in value)
    return "" if value is None else str(value).replace("\0", "")
