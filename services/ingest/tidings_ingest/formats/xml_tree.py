"""XML to a tree of bounded size and depth, with nothing fetched and no entity expanded. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException, DTDForbidden  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.xml_names import shorten_name
from tidings_ingest.formats.xml_prefixes import declare_prefixes
from tidings_ingest.formats.xml_text import close_last, cut_junk, decode_xml, mend_references

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# An element costs about 200 bytes against 4 in the body: this bounds a tree at 40 MB. A feed of
# 1,000 items with 20 elements each has 20,000, and XHTML in it three times as many.
MOST_ELEMENTS: Final = 200_000
MOST_ATTRIBUTES: Final = 400_000
# Each that is put right costs a microsecond.
MOST_REFERENCES: Final = 500_000
# XHTML from a text editor is seldom deeper than 30 inside of an entry.
MOST_DEPTH: Final = 200
# Documents of the formats that we read name these; they are not fetched.
_KNOWN_DTD: Final = re.compile(
    r"-//Netscape Communications//DTD RSS 0\.91//EN|-//IPTC//DTD NITF [\d.]{1,5}//EN"
    r"|-//W3C//DTD X?HTML [\w. +-]{1,60}//EN"
    r"|(?:[\w:/.-]{0,100}/)?nitf-[\d-]{1,5}[a-z]{0,10}\.dtd"
    r"|http://(?:my\.netscape\.com/publish/formats|www\.rssboard\.org)/rss-0\.91\.dtd",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document. Names are those of ``xml_names``; ``notes`` tell what was put right."""

    root: Element
    notes: tuple[str, ...] = ()


class _Parser(DefusedXMLParser):  # type: ignore[misc]
    """Refuses entities of the document's own, and every DTD but the known ones, which stay out."""

    def __init__(self) -> None:
        super().__init__(target=TreeBuilder(), forbid_dtd=True)

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: bool
    ) -> None:
        named = pubid or sysid
        if has_internal_subset or not (named is None or _KNOWN_DTD.fullmatch(named)):
            raise DTDForbidden(name, sysid, pubid)


def parse_tree(body: bytes, charset: str | None) -> Document:
    """Return the document in ``body``.

    Raises UnreadableError: 400 with the place for what is no XML, 413 for too much of it, 415 for
    an unknown encoding, 422 for what is empty, too deep, or comes with a DTD that we do not know.
    """
    decoded = decode_xml(body, charset)
    if decoded.text.count("<") > MOST_ELEMENTS or decoded.text.count("=") > MOST_ATTRIBUTES:
        raise UnreadableError(413, Problem("body", "too many elements and attributes for a feed"))
    root, notes = _parse_leniently(decoded.text)
    _shorten_names(root)
    return Document(root, (*decoded.notes, *notes))


def _parse_leniently(text: str) -> tuple[Element, tuple[str, ...]]:
    """Return the root and notes on what had to be put right; the first fault is the one to tell."""
    try:
        return _parse(text), ()
    except ParseError as error:
        first = error
    notes: list[str] = []
    for repair, note in _REPAIRS:
        mended = repair(text)
        if mended.rstrip() == text.rstrip():
            continue
        text = mended
        notes.append(note)
        try:
            return _parse(text), tuple(notes)
        except ParseError:
            continue
    raise _refuse(first)


def _mend_references(text: str) -> str:
    return mend_references(text) if text.count("&") <= MOST_REFERENCES else text


# Each is tried upon what those before it have made.
_REPAIRS: Final[tuple[tuple[Callable[[str], str], str], ...]] = (
    (cut_junk, "something before or after the document, left out"),
    (close_last, "the last bracket was missing"),
    (_mend_references, "references to characters that XML does not know were resolved"),
    (declare_prefixes, "prefixes without a namespace were read as they are mostly meant"),
)


def _parse(text: str) -> Element:
    parser = _Parser()
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DefusedXmlException as error:
        what = "a DTD" if isinstance(error, DTDForbidden) else "an entity"
        detail = f"{what} of its own is not read; send the document without it"
        raise UnreadableError(422, Problem("DOCTYPE", detail)) from None
    return root


def _refuse(error: ParseError) -> UnreadableError:
    line, column = error.position
    detail = f"no well-formed XML: {str(error).partition(':')[0]}"
    return UnreadableError(400, Problem(f"line {line}, column {column + 1}", detail))


def _shorten_names(root: Element) -> None:
    for element in _walk(root):
        element.tag = shorten_name(element.tag)


def _walk(root: Element) -> Iterator[Element]:
    """Yield every element; raises UnreadableError where they are nested too deeply."""
    level = [root]
    for _ in range(MOST_DEPTH):
        yield from level
        level = [child for element in level for child in element]
        if not level:
            return
    raise UnreadableError(422, Problem("body", f"elements nested more than {MOST_DEPTH} deep"))
