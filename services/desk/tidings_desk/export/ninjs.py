"""Articles as ninjs 3.0, IPTC's news in JSON: a list of items that ingest takes one by one. Pure.

What the publisher says that an article is about and what was found in its text are the same there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from tidings_desk.links import find_link

FIELDS: Final = (
    *("id", "url", "language", "source", "byline", "dateline", "kicker", "headline", "subhead"),
    *("captions", "body", "published_at", "received_at", "revision"),
    *("persons", "organizations", "places", "topics", "topic_codes"),
)
STANDARD: Final = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_ROLES: Final = (("headline", "main"), ("kicker", "kicker"), ("subhead", "subtitle"))
_NAMES: Final = (("persons", "people"), ("organizations", "organisations"), ("places", "places"))


def write_items(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield a JSON list, piece by piece, an item a line."""
    before = b"[\n"
    for each in articles:
        yield before + orjson.dumps(build_item(each))
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def build_item(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item for a document; what it does not have is left out."""
    item = {
        "uri": find_link(source.get("url")) or f"urn:tidings:{source['id']}",
        "standard": STANDARD,
        "type": "text",
        "pubstatus": "usable",
        "language": source.get("language"),
        "firstcreated": source.get("published_at"),
        "versioncreated": source.get("published_at") or source.get("received_at"),
        "by": ", ".join(source.get("byline", [])),
        "located": source.get("dateline"),
        "headlines": _list_values(source, _ROLES),
        "bodies": _list_values(source, (("body", "main"),)),
        "infosources": [{"name": source.get("source")}],
        "subjects": [{"name": each} for each in source.get("topics", [])],
        **{theirs: [{"name": each} for each in source.get(ours, [])] for ours, theirs in _NAMES},
    }
    return {name: value for name, value in item.items() if value}


def _list_values(
    source: Mapping[str, Any], roles: Sequence[tuple[str, str]]
) -> list[dict[str, str]]:
    return [
        {"role": role, "contenttype": "text/plain", "value": source[field]}
        for field, role in roles
        if source.get(field)
    ]
