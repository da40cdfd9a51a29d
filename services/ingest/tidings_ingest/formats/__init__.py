"""The formats that ingest reads, as data: a new one is a module, a line here, and one in tidings.

``tidings.formats`` says how a format is called and recognised; here stands what reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tidings.formats import (
    ATOM,
    HTML,
    JSON,
    JSON_FEED,
    NDJSON,
    NEWSML,
    NITF,
    RSS,
    TEXT,
    XML,
    Format,
)
from tidings.reading import Reading
from tidings_ingest.formats.json_forms import parse_json_form
from tidings_ingest.formats.mislabelled import parse_feed, parse_page, parse_plain
from tidings_ingest.formats.ndjson import parse_ndjson
from tidings_ingest.formats.xml_documents import parse_xml

Parse = Callable[[bytes, str | None], Reading]
"""Takes the body and the declared charset; raises tidings.reading.UnreadableError."""

PARSERS: Final[Mapping[Format, Parse]] = {
    TEXT: parse_plain,
    JSON: parse_json_form,
    JSON_FEED: parse_json_form,
    NDJSON: parse_ndjson,
    # Senders mix these up; the root of the document tells.
    RSS: parse_feed,
    ATOM: parse_feed,
    NEWSML: parse_feed,
    NITF: parse_feed,
    XML: parse_xml,
    HTML: parse_page,
}
