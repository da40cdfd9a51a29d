"""Atom 1.0 and 0.3, as a feed or a single entry, with tombstones (RFC 6721). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tidings.draft import Draft
from tidings.reading import Reading
from tidings_ingest.formats.atom_text import read_content, read_title
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.drafting import Found, Remarks, build_draft, read_address, read_each
from tidings_ingest.formats.feed_times import find_moment
from tidings_ingest.formats.markup import read_line, read_markup
from tidings_ingest.formats.media import DESCRIPTION, read_captions
from tidings_ingest.formats.moments import read_moment
from tidings_ingest.formats.rss import ONLY_DESCRIPTION
from tidings_ingest.formats.xml_base import resolve_base
from tidings_ingest.formats.xml_names import XML_BASE, XML_LANG, find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME: Final = "atom"
_TOMBSTONE: Final = "{at}deleted-entry"
_PUBLISHED: Final = ("{atom}published", "{atom}issued", "{atom}created")
_MODIFIED: Final = ("{atom}updated", "{atom}modified")


def read_atom(root: Element) -> Reading:
    """Return the entries of a feed in its order; raises UnreadableError for none or too many."""
    entries = [root]
    if root.tag == "{atom}feed":
        entries = [each for each in root if each.tag in ("{atom}entry", _TOMBSTONE)]
    items, notes = read_each(
        entries, lambda entry, remarks: _read_entry(entry, root, remarks), "entry"
    )
    return Reading(NAME, items, notes)


def _read_entry(entry: Element, feed: Element, remarks: Remarks) -> Draft:
    if entry.tag == _TOMBSTONE:
        when = read_moment(entry.get("when", ""))
        return build_draft(
            Found(publisher_id=entry.get("ref", ""), modified_at=when, withdrawn=True)
        )
    home = feed.get(XML_BASE, "") if feed is entry else _find_home(feed)
    base = resolve_base(home, entry)
    content = read_content(entry.find("{atom}content"))
    captions = [*content.captions, *read_captions(entry)]
    if not content.body:
        content = read_content(entry.find("{atom}summary"))
        if not content.body:
            content = read_markup(find_text(entry, DESCRIPTION, f"{{media}}group/{DESCRIPTION}"))
        if content.body:
            remarks[ONLY_DESCRIPTION] += 1
        captions = [*content.captions, *(each for each in captions if each.text != content.body)]
    modified = find_moment(entry, _MODIFIED, remarks)
    language = _find_language(entry, feed)
    found = Found(
        publisher_id=find_text(entry, "{atom}id"),
        url=_find_link(entry, base, language),
        language=language,
        headline=read_title(entry.find("{atom}title")),
        byline=_find_authors(entry, feed),
        captions=captions,
        body=content.body,
        labels=[
            ("subject", read_line(each.get("label", each.get("term", ""))))
            for each in entry.iterfind("{atom}category")
        ],
        # An entry without its own has been published by the time of its last change.
        published_at=find_moment(entry, _PUBLISHED, remarks) or modified,
        modified_at=modified,
    )
    return build_draft(found)


def _find_home(feed: Element) -> str:
    """Return where a feed's relative addresses belong: its page, else the address of itself."""
    home = feed.get(XML_BASE) or _find_link(feed, "", "")
    selves = (each for each in feed.iterfind("{atom}link") if each.get("rel") == "self")
    return home or next((url for each in selves if (url := read_address(each.get("href", "")))), "")


def _find_link(entry: Element, base: str, language: str) -> str:
    links = [
        each
        for each in entry.iterfind("{atom}link")
        if each.get("rel", "alternate")
        in ("alternate", "http://www.iana.org/assignments/relation/alternate")
    ]
    # Some feeds have one for each format and for each language of the article.
    links.sort(
        key=lambda each: (
            each.get("type", "text/html") not in ("text/html", "application/xhtml+xml"),
            each.get("hreflang", language)[:2].lower() != language[:2].lower(),
        )
    )
    for each in links:
        if url := read_address(each.get("href", ""), resolve_base(base, each)):
            return url
    return ""


def _find_language(entry: Element, feed: Element) -> str:
    """Return the nearest declared language of the text."""
    content = entry.find("{atom}content")
    holders = [each for each in (content, entry, feed) if each is not None]
    return next((tag for each in holders if (tag := each.get(XML_LANG))), "")


def _find_authors(entry: Element, feed: Element) -> list[str]:
    for holder in (entry, entry.find("{atom}source"), feed):
        if holder is not None:
            names = read_names(
                get_text(each) for each in holder.iterfind("{atom}author/{atom}name")
            )
            if names:
                return names
    return read_names(get_text(each) for each in entry.iterfind("{dc}creator"))
