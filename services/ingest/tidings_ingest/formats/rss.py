"""RSS 0.90 to 2.0 and RSS 1.0 in RDF, with the modules content, dc, media and atom. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tidings.draft import Draft
from tidings.reading import Reading
from tidings_ingest.formats.atom_text import read_content
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.drafting import Found, Remarks, build_draft, read_address, read_each
from tidings_ingest.formats.feed_times import find_moment
from tidings_ingest.formats.markup import Marked, read_elements, read_line, read_markup
from tidings_ingest.formats.media import DESCRIPTION, read_captions
from tidings_ingest.formats.xml_base import resolve_base
from tidings_ingest.formats.xml_names import RDF_ABOUT, XML_LANG, find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME: Final = "rss"
ONLY_DESCRIPTION: Final = "without its full text, the description was taken"
_PUBLISHED: Final = (
    "pubDate",
    "{dc}date",
    "{dcterms}issued",
    "{dcterms}created",
    "{atom}published",
)
_MODIFIED: Final = ("{atom}updated", "{dcterms}modified")
_DESCRIPTIONS: Final = (
    "description",
    DESCRIPTION,
    f"{{media}}group/{DESCRIPTION}",
    "{dc}description",
    "{itunes}summary",
    "{itunes}subtitle",
)
_AUTHORS: Final = (
    "{dc}creator",
    "author",
    "{atom}author/{atom}name",
    "{dc}author",
    "{itunes}author",
)
# The last two are from before there was content:encoded.
_CONTENTS: Final = (
    "{content}encoded",
    "{xhtml}body",
    "{xhtml}div",
    "{atom}content",
    "body",
    "fullitem",
)
_SUBJECTS: Final = ("category", "{dc}subject", "{media}category", "{media}group/{media}category")


def read_rss(root: Element) -> Reading:
    """Return the items of a feed in its order; raises UnreadableError for none or too many."""
    channel = root.find("channel")
    home = find_text(root, "channel/link")
    base = resolve_base(home, root, channel)
    language = find_text(root, "channel/language", "channel/{dc}language") or root.get(XML_LANG, "")
    inside = [] if channel is None else channel.findall("item")
    items, notes = read_each(
        [*inside, *root.iterfind("item")],
        lambda item, remarks: _read_item(item, base, language, remarks),
        "item",
    )
    return Reading(NAME, items, notes)


def _read_item(item: Element, base: str, language: str, remarks: Remarks) -> Draft:
    base = resolve_base(base, item)
    guid = item.find("guid")
    content = _read_content(item)
    captions = [*content.captions, *read_captions(item)]
    if not content.body:
        described = find_text(item, *_DESCRIPTIONS)
        content = read_markup(described)
        captions = [*content.captions, *(each for each in captions if each.text != content.body)]
        if content.body:
            remarks[ONLY_DESCRIPTION] += 1
    found = Found(
        publisher_id=get_text(guid) or item.get(RDF_ABOUT, ""),
        url=_find_link(item, guid, base),
        language=find_text(item, "{dc}language") or item.get(XML_LANG, language),
        headline=read_line(find_text(item, "title", "{dc}title", "{media}title", "{itunes}title")),
        byline=_find_authors(item),
        captions=captions,
        body=content.body,
        labels=[
            ("subject", read_line(get_text(each)))
            for path in _SUBJECTS
            for each in item.iterfind(path)
        ],
        published_at=find_moment(item, _PUBLISHED, remarks),
        modified_at=find_moment(item, _MODIFIED, remarks),
    )
    return build_draft(found)


def _read_content(item: Element) -> Marked:
    """Return the whole text of an item; empty where it has a description only."""
    for path in _CONTENTS:
        holder = item.find(path)
        if holder is None:
            continue
        if path.startswith("{atom}"):
            marked = read_content(holder)
        elif len(holder):
            marked = read_elements(holder)
        else:
            marked = read_markup(get_text(holder))
        if marked != Marked():
            return marked
    return Marked()


def _find_link(item: Element, guid: Element | None, base: str) -> str:
    candidates = [get_text(each) for each in item.iterfind("link")]
    candidates += [
        each.get("href", "")
        for each in item.iterfind("{atom}link")
        if each.get("rel", "alternate") == "alternate"
    ]
    if guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        candidates += [text for text in (get_text(guid),) if text.lower().startswith("http")]
    candidates.append(item.get(RDF_ABOUT, ""))
    return next((url for each in candidates if (url := read_address(each, base))), "")


def _find_authors(item: Element) -> list[str]:
    for path in _AUTHORS:
        if names := read_names(get_text(each) for each in item.iterfind(path)):
            return names
    return []
