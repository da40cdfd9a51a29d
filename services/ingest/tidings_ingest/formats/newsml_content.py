"""Which of its texts and headlines a newsItem means: by language, role and size. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tidings_ingest.formats.drafting import Found, Remarks
from tidings_ingest.formats.markup import Marked, read_elements, read_line, read_markup
from tidings_ingest.formats.markup_tags import ROLES
from tidings_ingest.formats.nitf import find_nitf
from tidings_ingest.formats.plain import tidy_body
from tidings_ingest.formats.xml_names import XML_LANG, find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INLINE: Final = ("contentSet/inlineXML", "contentSet/inlineData")
# Some agencies say text/plain of what is marked up.
_MARKED_UP: Final = re.compile(r"</p>|<br ?/?>", re.IGNORECASE)
# The rest of what may stand here are vocabularies of their own, such as SportsML: a reader of
# elements would make a heap of names and numbers of them.
_TEXTS: Final = frozenset((*ROLES, "html", "span"))
OTHER_VOCABULARY: Final = "with content that is no text, it was left out"
_BODIES: Final = ("{xhtml}body", "body")
_LESSER: Final = ("sub", "kicker", "short", "slug", "mobile", "alert", "seo", "social")


def find_headline(item: Element, language: str) -> str:
    """Return the main headline, in the item's language where there are several."""
    headlines = item.findall("contentMeta/headline")
    headlines.sort(key=lambda each: (_is_foreign(each, language), _is_lesser(each)))
    return next(filter(None, (read_line(get_text(each)) for each in headlines)), "")


def find_subhead(item: Element, language: str) -> str:
    """Return the line below the headline, of those whose role says so."""
    said = [each for each in item.iterfind("contentMeta/headline") if "sub" in _role(each)]
    said.sort(key=lambda each: _is_foreign(each, language))
    return read_line(get_text(next(iter(said), None)))


def find_content(item: Element, language: str, remarks: Remarks) -> Found:
    """Return the fullest rendition of the text, in the item's language where there are several.

    What had to be done to read it is added to ``remarks``.
    """
    read = [
        (not _is_foreign(each, language), len(found.body), found, notes)
        for path in _INLINE
        for each in item.iterfind(path)
        for found, notes in _read(each, remarks)
        if found.body
    ]
    if not read:
        return Found()
    _, _, found, notes = max(read, key=lambda each: each[:2])
    remarks.update(notes)
    return found


def _read(holder: Element, remarks: Remarks) -> Iterator[tuple[Found, tuple[str, ...]]]:
    if len(holder):
        for root in holder:
            yield _read_inline(root, remarks)
        return
    kind = holder.get("contenttype", "text/plain").lower()
    if kind.startswith("text/"):
        text = get_text(holder)
        marked = "html" in kind or _MARKED_UP.search(text)
        yield _found(read_markup(text) if marked else Marked(tidy_body(text))), ()


def _read_inline(root: Element, remarks: Remarks) -> tuple[Found, tuple[str, ...]]:
    if root.tag == "nitf":
        return find_nitf(root)
    if root.tag.removeprefix("{xhtml}") not in _TEXTS:
        remarks[OTHER_VOCABULARY] += 1
        return Found(), ()
    parts = _find_body(root)
    found = _found(read_elements(*parts))
    found.headline = find_text(root, "{xhtml}head/{xhtml}title", "head/title")
    return found, ()


def _find_body(root: Element) -> list[Element]:
    """Return what holds the text; a ``header`` beside it repeats headline, subjects and time."""
    body = next((each for path in _BODIES if (each := root.find(path)) is not None), None)
    if body is None:
        return [root]
    parts = list(body)
    headers = [each for each in parts if each.tag in ("{xhtml}header", "header")]
    if not headers or len(headers) == len(parts):
        return [body]
    return [each for each in parts if each not in headers]


def _found(marked: Marked) -> Found:
    return Found(body=marked.body, captions=marked.captions)


def _is_foreign(element: Element, language: str) -> bool:
    inside = next(iter(element), element)
    said = element.get(XML_LANG) or inside.get(XML_LANG) or language
    return said[:2].lower() != language[:2].lower()


def _role(headline: Element) -> str:
    return headline.get("role", "").rpartition(":")[2].lower()


def _is_lesser(headline: Element) -> bool:
    return any(word in _role(headline) for word in _LESSER)
