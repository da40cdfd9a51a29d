"""Atom's text constructs: plain, HTML as text, XHTML as elements, and 0.3's modes. Pure."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from tidings_ingest.formats.markup import Marked, read_elements, read_markup
from tidings_ingest.formats.plain import tidy_body, tidy_line
from tidings_ingest.formats.xml_names import get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_content(element: Element | None) -> Marked:
    """Return what a reader sees of a ``content`` or ``summary``; nothing for media in base64."""
    if element is None:
        return Marked()
    kind = _find_kind(element)
    # Some feeds say that their markup is escaped, and it is not.
    if len(element):
        return read_elements(element)
    if kind == "html":
        return read_markup(_get_text(element))
    return Marked(tidy_body(_get_text(element)) if kind == "text" else "")


def read_title(element: Element | None) -> str:
    """Return a title in one line. In one of type ``text``, markup is what the title is about."""
    if element is None:
        return ""
    if len(element):
        return tidy_line(read_elements(element).body)
    text = _get_text(element)
    return tidy_line(read_markup(text).body if _find_kind(element) == "html" else text)


def _find_kind(element: Element) -> str:
    kind = element.get("type", "text").strip().lower().partition(";")[0]
    if kind in ("text", "text/plain"):
        # Atom 0.3 escapes its markup with a mode, and says text/plain by leaving the type out.
        return (
            "html" if element.get("mode") == "escaped" and element.get("type") is None else "text"
        )
    return "html" if kind in ("html", "xhtml") or kind.endswith(("/html", "xml")) else "other"


def _get_text(element: Element) -> str:
    text = get_text(element)
    if element.get("mode") != "base64":
        return text
    try:
        return base64.b64decode(text).decode()
    except (binascii.Error, ValueError):
        return ""
