"""A search as an RSS 2.0 feed, to be followed in a feed reader. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from tidings_desk.links import find_link
from tidings_desk.parameters import Asked

MEDIA_TYPE: Final = "application/rss+xml"
MOST_ITEMS: Final = 50
# Readers ask again after this many minutes.
TIME_TO_LIVE_MIN: Final = 15
SUMMARY_CHARACTERS: Final = 300
FIELDS: Final = (
    *("id", "headline", "body", "url", "source", "published_at", "received_at"),
    *("persons", "organizations", "places", "topics"),
)
_ATOM: Final = "http://www.w3.org/2005/Atom"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_CATEGORIES: Final = ("topics", "persons", "organizations", "places")


def write_feed(
    asked: Asked, articles: Iterable[Mapping[str, Any]], *, base: str, query: str
) -> bytes:
    """Return the feed. ``base`` is the desk's address, ``query`` the search as in its own."""
    rss = ET.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM, "xmlns:dc": _DC})
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", _name_search(asked))
    _add(channel, "link", f"{base}/?{query}" if query else f"{base}/")
    _add(channel, "description", "The articles of this search that were received last.")
    _add(channel, "ttl", str(TIME_TO_LIVE_MIN))
    own = f"{base}/feed.xml?{query}" if query else f"{base}/feed.xml"
    ET.SubElement(channel, "atom:link", {"rel": "self", "type": MEDIA_TYPE, "href": own})
    for each in articles:
        _add_item(channel, each, base)
    return bytes(ET.tostring(rss, encoding="utf-8", xml_declaration=True))


def _add_item(channel: ET.Element, article: Mapping[str, Any], base: str) -> None:
    item = ET.SubElement(channel, "item")
    body = article.get("body", "")
    _add(item, "title", article.get("headline") or _shorten(body) or article["id"])
    _add(item, "link", find_link(article.get("url")) or f"{base}/articles/{article['id']}")
    guid = ET.SubElement(item, "guid", {"isPermaLink": "false"})
    guid.text = article["id"]
    _add(item, "description", _escape(_shorten(body)))
    _add(item, "dc:creator", article.get("source", ""))
    at = datetime.fromisoformat(article.get("published_at") or article["received_at"])
    _add(item, "pubDate", format_datetime(at))
    for name in dict.fromkeys(name for field in _CATEGORIES for name in article.get(field, [])):
        _add(item, "category", name)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = "".join(each for each in text if _is_in_xml(each))


def _is_in_xml(character: str) -> bool:
    """Return whether XML 1.0 has it (its production Char)."""
    code = ord(character)
    return (
        character in "\t\n\r"
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or (0x10000 <= code <= 0x10FFFF)
    )


def _escape(text: str) -> str:
    # Readers take a description for HTML, once the XML is read.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shorten(body: str) -> str:
    line = " ".join(body[: SUMMARY_CHARACTERS + 1].split())
    return line if len(body) <= SUMMARY_CHARACTERS else f"{line[:SUMMARY_CHARACTERS]}…"


def _name_search(asked: Asked) -> str:
    chosen = [value for values in asked.chosen().values() for value in values]
    period = [each for each in (asked.since, asked.until) if each]
    named = " · ".join(filter(None, [asked.q.strip(), *chosen, "–".join(period)]))
    return f"Tidings: {named}" if named else "Tidings"
