"""Which address the relative ones in an XML document belong to (XML Base). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidings_ingest.formats.drafting import read_address
from tidings_ingest.formats.xml_names import XML_BASE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def resolve_base(base: str, *elements: Element | None) -> str:
    """Return the base inside of nested ``elements``, the outermost first; each may be relative."""
    for element in elements:
        if element is not None:
            base = read_address(element.get(XML_BASE, ""), base) or base
    return base
