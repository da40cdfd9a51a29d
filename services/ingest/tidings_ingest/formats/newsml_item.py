"""One newsItem of NewsML-G2: its metadata, and its text as XHTML, NITF or plain. Pure."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tidings.article import Caption
from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.captions import read_credit
from tidings_ingest.formats.drafting import Found, Kind, Remarks
from tidings_ingest.formats.markup import read_line, read_markup
from tidings_ingest.formats.moments import read_moment
from tidings_ingest.formats.newsml_content import find_content, find_headline, find_subhead
from tidings_ingest.formats.versions import order_version
from tidings_ingest.formats.xml_names import XML_LANG, find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ONLY_DESCRIPTION: Final = "without its full text, the description was taken"
_KINDS: Final[dict[str, Kind]] = {
    "person": "person",
    "organisation": "organization",
    "geoarea": "place",
    "poi": "place",
}


def name_kind(item: Element) -> str:
    """Return what an item is, such as ``text`` or ``picture``; empty where it does not say."""
    return _read_code(item.find("itemMeta/itemClass"))


def find_caption(item: Element) -> Caption:
    """Return the caption of an item that is a picture or a film; its text may be empty."""
    described = item.findall("contentMeta/description")
    captions = [each for each in described if "caption" in each.get("role", "").lower()]
    text = get_text(next(iter(captions or described), None))
    credit = find_text(item, "contentMeta/by", "contentMeta/creator/name", "contentMeta/creditline")
    return read_credit(read_line(text), read_line(credit))


def find_item(item: Element, remarks: Remarks) -> Found:
    """Return what an item says of its article; raises UnreadableError (422) if it is withheld."""
    status = _read_code(item.find("itemMeta/pubStatus"))
    if status == "withheld":
        raise UnreadableError(422, Problem("pubStatus", "the publisher withholds it"))
    changed = _find_time(item, "itemMeta/versionCreated")
    published = _find_time(item, "itemMeta/firstCreated", "contentMeta/contentCreated")
    language = _find_language(item)
    found = Found(
        publisher_id=item.get("guid", ""),
        url=item.get("guid", ""),
        language=language,
        headline=find_headline(item, language) or read_line(find_text(item, "itemMeta/title")),
        subhead=find_subhead(item, language),
        byline=read_names(get_text(each) for each in item.iterfind("contentMeta/by")),
        dateline=_find_dateline(item),
        labels=[
            (
                _KINDS.get(_read_code(each, "type"), "subject"),
                find_text(each, "name", "mainConcept/name"),
            )
            for each in item.iterfind("contentMeta/subject")
        ],
        published_at=published or changed,
        modified_at=order_version(item.get("version", ""), changed, published),
        embargoed_until=_find_time(item, "itemMeta/embargoed"),
        withdrawn=status in ("canceled", "cancelled"),
    )
    _fill(found, find_content(item, language, remarks))
    if not found.byline:
        found.byline = read_names([find_text(item, "contentMeta/creator/name")])
    if not found.body and not found.withdrawn:
        _take_description(found, item, remarks)
    return found


def _fill(found: Found, more: Found) -> None:
    """Take what the content says where the metadata says nothing."""
    for each in fields(Found):
        if not getattr(found, each.name):
            setattr(found, each.name, getattr(more, each.name))


def _take_description(found: Found, item: Element, remarks: Remarks) -> None:
    found.body = read_markup(find_text(item, "contentMeta/description")).body
    if found.body:
        remarks[ONLY_DESCRIPTION] += 1
    elif item.find("contentSet/remoteContent") is not None:
        detail = "the text is elsewhere (remoteContent), and nothing is fetched; send it inline"
        raise UnreadableError(422, Problem("contentSet", detail))


def _find_language(item: Element) -> str:
    language = item.find("contentMeta/language")
    inline = item.find("contentSet/inlineXML")
    said = [
        "" if language is None else language.get("tag", ""),
        "" if inline is None else inline.get(XML_LANG, ""),
        item.get(XML_LANG, ""),
    ]
    return next(filter(None, said), "")


def _find_dateline(item: Element) -> str:
    """Return the dateline as printed; only a time for machines is none."""
    dateline = find_text(item, "contentMeta/dateline")
    if dateline and read_moment(dateline) is None:
        return dateline
    return find_text(item, "contentMeta/located/name")


def _find_time(item: Element, *paths: str) -> datetime | None:
    moments = (read_moment(get_text(item.find(path))) for path in paths)
    return next(filter(None, moments), None)


def _read_code(element: Element | None, name: str = "qcode") -> str:
    """Return the last part of ``stat:usable`` or of a concept's address, in lower case."""
    if element is None:
        return ""
    code = element.get(name, element.get("uri", element.get("literal", "")))
    return code.replace("/", ":").rpartition(":")[2].lower()
