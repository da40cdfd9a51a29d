"""JSON Feed 1.0 and 1.1. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tidings.draft import Draft
from tidings.reading import Reading
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.drafting import Found, Remarks, build_draft, read_address, read_each
from tidings_ingest.formats.json_fields import Fields
from tidings_ingest.formats.markup import Marked, read_line, read_markup
from tidings_ingest.formats.plain import tidy_body

NAME: Final = "json-feed"
ONLY_SUMMARY: Final = "without its full text, the summary was taken"
_VERSION: Final = "jsonfeed.org/version/"
_NUMBERS: Final = ("1", "1.0", "1.1")


def is_json_feed(values: Mapping[str, Any]) -> bool:
    """Return whether an object is a JSON Feed: its ``version`` is an address that says so.

    Some feeds have only the number there; a list of ``items`` beside it says the same.
    """
    version = str(values.get("version", ""))[:200]
    return _VERSION in version or (version in _NUMBERS and isinstance(values.get("items"), list))


def read_json_feed(values: Mapping[str, Any]) -> Reading:
    """Return the items of a feed in its order; raises UnreadableError for none or too many."""
    feed = Fields(values)
    home = feed.text("home_page_url")
    items, notes = read_each(
        feed.objects("items"), lambda item, remarks: _read_item(item, feed, home, remarks), "item"
    )
    return Reading(NAME, items, notes)


def _read_item(item: Fields, feed: Fields, home: str, remarks: Remarks) -> Draft:
    content = read_markup(item.text("content_html"))
    if not content.body:
        content = Marked(tidy_body(item.text("content_text")), content.captions)
    if not content.body:
        content = Marked(tidy_body(item.text("summary")), content.captions)
        if content.body:
            remarks[ONLY_SUMMARY] += 1
    found = Found(
        publisher_id=item.text("id"),
        url=read_address(item.text("url", "external_url"), home) or "",
        language=item.text("language") or feed.text("language"),
        headline=read_line(item.text("title")),
        byline=_read_authors(item) or _read_authors(feed),
        captions=content.captions,
        body=content.body,
        labels=[("subject", each) for each in item.texts("tags")],
        published_at=item.moment(remarks, "date_published"),
        modified_at=item.moment(remarks, "date_modified"),
    )
    return build_draft(found)


def _read_authors(holder: Fields) -> list[str]:
    # 1.0 has one author, 1.1 a list of them.
    return read_names(each.text("name") for each in holder.objects("authors", "author"))
