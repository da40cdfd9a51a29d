"""What is posted of an article: some KB at most, whatever its size. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START
from tidings_index.hits import list_fragments
from tidings_index.watch.entry import Watch

TYPE: Final = "article.matched"
# At most 3 bytes a character: 5 lists of 10 names, 7 texts and 3 snippets are 19 KB at the very
# worst, and 1.5 KB for an article as they are.
MOST_TEXT_CHARACTERS: Final = 300
MOST_NAME_CHARACTERS: Final = 60
MOST_NAMES: Final = 10
MOST_SNIPPETS: Final = 3
TEXTS: Final = (
    *("headline", "source", "feed", "language", "story_id"),
    *("published_at", "received_at"),
)
# An address that is cut leads nowhere.
MOST_URL_CHARACTERS: Final = 2_000
NAMES: Final = ("persons", "organizations", "places", "event_types", "topics")
_MARK: Final = re.compile(f"[{HIGHLIGHT_START}{HIGHLIGHT_END}]")


def build_payload(
    watch: Watch, hit: Mapping[str, Any], now: datetime, *, is_test: bool = False
) -> bytes:
    """Return the body of a post as UTF-8 JSON, in the form of Standard Webhooks."""
    told: dict[str, Any] = {"watch": watch.name, **describe_article(hit)}
    if is_test:
        told["is_test"] = True
    return orjson.dumps({"type": TYPE, "timestamp": now.isoformat(), "data": told})


def describe_article(hit: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of an article; a field that it has not is null or empty."""
    source = hit["_source"]
    url = source.get("url")
    return {
        "article": hit["_id"],
        "revision": source.get("revision"),
        **{name: _cut(source.get(name), MOST_TEXT_CHARACTERS) for name in TEXTS},
        "url": url if url is not None and len(url) <= MOST_URL_CHARACTERS else None,
        **{name: _list_names(source.get(name, ())) for name in NAMES},
        "snippets": _list_snippets(dict(hit)),
    }


def _list_names(names: Sequence[str]) -> list[str]:
    return [each[:MOST_NAME_CHARACTERS] for each in names[:MOST_NAMES]]


def _list_snippets(hit: dict[str, Any]) -> list[str]:
    found = [_MARK.sub("", each) for each in list_fragments(hit, "body")]
    return [each[:MOST_TEXT_CHARACTERS] for each in found[:MOST_SNIPPETS]]


def _cut(value: object, most: int) -> object:
    return value[:most] if isinstance(value, str) else value
