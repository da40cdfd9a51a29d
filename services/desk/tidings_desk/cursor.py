"""Where a page of hits ended, as an opaque word that leads to the next one. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Final

import orjson

SortValues = Sequence[str | int | float]
# The score and a moment, or two moments, and the id.
_LENGTH: Final = 3


class CursorError(ValueError):
    """What was given is no cursor, or one of another search."""


def write_cursor(values: SortValues, search: str) -> str:
    """Return the cursor after a hit with these sort values, good for ``search`` alone."""
    told = orjson.dumps([_sign(search), *values])
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode("ascii")


def read_cursor(cursor: str, search: str) -> SortValues:
    """Return the sort values; raises CursorError."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        sign, *values = list(orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True)))
    except (ValueError, TypeError) as error:
        raise CursorError("this is no `next` of an answer") from error
    if len(values) != _LENGTH or not all(_is_sort_value(each) for each in values):
        raise CursorError("this is no `next` of an answer")
    if sign != _sign(search):
        raise CursorError("this is the `next` of another search; begin that one anew")
    return values


def _is_sort_value(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _sign(search: str) -> str:
    # It keeps one search's cursor from another; it is no secret, and guards nothing.
    return hashlib.sha256(search.encode("utf-8", "surrogatepass")).hexdigest()[:12]
