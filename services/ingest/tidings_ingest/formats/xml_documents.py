"""Any XML: the name of its root tells the format. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.atom import read_atom
from tidings_ingest.formats.html_page import parse_html
from tidings_ingest.formats.newsml import read_newsml
from tidings_ingest.formats.nitf import read_nitf
from tidings_ingest.formats.rss import read_rss
from tidings_ingest.formats.xml_tree import parse_tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

READERS: Final[Mapping[str, Callable[[Element], Reading]]] = {
    "rss": read_rss,
    "{rdf}RDF": read_rss,
    "{atom}feed": read_atom,
    "{atom}entry": read_atom,
    "newsMessage": read_newsml,
    "newsItem": read_newsml,
    "packageItem": read_newsml,
    "nitf": read_nitf,
}


def parse_xml(body: bytes, charset: str | None) -> Reading:
    """Return the articles of an XML document of any format that we know.

    Raises UnreadableError as ``parse_tree`` does, and 422 for another kind of document.
    """
    document = parse_tree(body, charset)
    if document.root.tag == "feed":
        _name_atom(document.root)
    if document.root.tag in ("html", "{xhtml}html"):
        return parse_html(body, charset)
    read = READERS.get(document.root.tag)
    if read is None:
        local = document.root.tag.rpartition("}")[2][:60]
        known = ", ".join(dict.fromkeys(name.rpartition("}")[2] for name in READERS))
        detail = f"the document is a <{local}>; we read {known}"
        raise UnreadableError(422, Problem("body", detail))
    reading = read(document.root)
    return replace(reading, notes=(*document.notes, *reading.notes))


def _name_atom(root: Element) -> None:
    """Give Atom's names to a feed that forgot to say that it is Atom."""
    for element in root.iter():
        if not element.tag.startswith("{"):
            element.tag = f"{{atom}}{element.tag}"
