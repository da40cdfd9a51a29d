"""NITF 2.5 to 3.6: a document of its own, or inline in NewsML-G2. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.drafting import Found, Kind, build_draft
from tidings_ingest.formats.markup import read_elements
from tidings_ingest.formats.moments import read_moment
from tidings_ingest.formats.versions import order_version
from tidings_ingest.formats.xml_names import XML_LANG, find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME: Final = "nitf"
ONLY_ABSTRACT: Final = "without its full text, the abstract was taken"
_DOCDATA: Final = "head/docdata"
_LABELS: Final[tuple[tuple[str, Kind], ...]] = (
    ("identified-content/person", "person"),
    ("identified-content/org", "organization"),
    ("identified-content/location", "place"),
    ("identified-content/classifier", "subject"),
    ("key-list/keyword", "subject"),
)


def read_nitf(root: Element) -> Reading:
    """Return the one article of a document; raises UnreadableError (422) where there is none."""
    found, notes = find_nitf(root)
    return Reading(NAME, (build_draft(found),), notes)


def find_nitf(root: Element) -> tuple[Found, tuple[str, ...]]:
    """Return what a document says of its article, and what had to be done to find it.

    Raises UnreadableError (422) where the publisher holds it back for good.
    """
    data = root.find(_DOCDATA)
    status = "" if data is None else data.get("management-status", "").lower()
    if status == "withheld":
        raise UnreadableError(422, Problem("management-status", "the publisher withholds it"))
    release = _find_time(root, f"{_DOCDATA}/date.release")
    content = read_elements(*root.iterfind("body/body.content"))
    body = content.body
    notes: tuple[str, ...] = ()
    if not body:
        body = read_elements(*root.iterfind("body/body.head/abstract")).body
        notes = (ONLY_ABSTRACT,) if body else ()
    published = (
        _find_time(root, f"{_DOCDATA}/date.issue")
        or _find_time(root, "body/body.head/dateline/story.date")
        or read_moment(_get_attribute(root, "head/pubdata", "date.publication"))
        or release
    )
    changed = max(_find_times(root, "head/revision-history"), default=None)
    version = _get_attribute(root, f"{_DOCDATA}/du-key", "version")
    found = Found(
        publisher_id=_get_attribute(root, f"{_DOCDATA}/doc-id", "id-string"),
        language=_find_language(root),
        headline=find_text(root, "body/body.head/hedline/hl1", "head/title"),
        subhead=find_text(root, "body/body.head/hedline/hl2"),
        byline=_find_byline(root.iterfind("body/body.head/byline")),
        dateline=_find_dateline(root),
        captions=content.captions,
        body=body,
        labels=[] if data is None else _find_labels(data),
        published_at=published,
        modified_at=order_version(version, changed, published),
        embargoed_until=release if status == "embargoed" else None,
        withdrawn=status in ("canceled", "cancelled"),
    )
    return found, notes


def _find_byline(bylines: Iterable[Element]) -> list[str]:
    """Return the people that are marked as such, else the words before a job or an agency."""
    names: list[str] = []
    for each in bylines:
        people = [get_text(person) for person in each.iter("person")]
        said = "".join([each.text or "", *(part.tail or "" for part in each)])
        names += read_names(people or [said.strip() or get_text(each)])
    return names


def _find_dateline(root: Element) -> str:
    """Return the dateline as printed; only a time for machines is none."""
    dateline = find_text(root, "body/body.head/dateline")
    return "" if read_moment(dateline) else dateline


def _find_labels(data: Element) -> list[tuple[Kind, str]]:
    return [
        (kind, each.get("key") or each.get("value") or get_text(each))
        for path, kind in _LABELS
        for each in data.iterfind(path)
    ]


def _find_language(root: Element) -> str:
    body = root.find("body")
    holders = [each for each in (body, root) if each is not None]
    return next((tag for each in holders if (tag := each.get(XML_LANG, each.get("lang")))), "")


def _find_time(root: Element, path: str) -> datetime | None:
    return next(iter(_find_times(root, path)), None)


def _find_times(root: Element, path: str) -> list[datetime]:
    texts = (each.get("norm") or get_text(each) for each in root.iterfind(path))
    return [moment for text in texts if (moment := read_moment(text))]


def _get_attribute(root: Element, path: str, name: str) -> str:
    element = root.find(path)
    return "" if element is None else element.get(name, "")
