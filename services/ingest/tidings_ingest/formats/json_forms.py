"""Any JSON: a field that only one format has tells which it is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tidings.reading import Reading
from tidings_ingest.formats.json_article import read_article
from tidings_ingest.formats.json_feed import is_json_feed, read_json_feed
from tidings_ingest.formats.json_text import parse_object
from tidings_ingest.formats.ninjs import is_ninjs, read_ninjs

Recognise = Callable[[Mapping[str, Any]], bool]
Read = Callable[[dict[str, Any]], Reading]

# In this order; a Tidings article is what none of them is.
FORMS: Final[tuple[tuple[Recognise, Read], ...]] = (
    (is_json_feed, read_json_feed),
    (is_ninjs, read_ninjs),
)


def parse_json_form(body: bytes, _charset: str | None) -> Reading:
    """Return the articles in ``body``; JSON is UTF-8 whatever charset is declared.

    Raises UnreadableError: 400 for what is no JSON, 422 naming each field that is wrong.
    """
    values = parse_object(body)
    read = next((read for recognises, read in FORMS if recognises(values)), read_article)
    return read(values)
