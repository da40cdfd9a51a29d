"""Which format a body is in when nothing says so. Pure."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Final

from tidings.formats import HTML, JSON, NDJSON, TEXT, XML, Format
from tidings_ingest.formats.xml_documents import READERS

# Declarations, a DOCTYPE and the first comments end before that.
_LOOKED_AT: Final = 4_096
_PROLOGUE: Final = re.compile(
    r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)",
    re.DOTALL | re.IGNORECASE,
)
_ROOT: Final = re.compile(r"\s*<(?:[\w-]{1,40}:)?([\w.-]{1,40})")
_HTML_DOCTYPE: Final = re.compile("<!DOCTYPE html", re.IGNORECASE)
# A page may begin with any of these; a text that begins with another word in brackets is a text.
_HTML_ROOTS: Final = frozenset(("article", "body", "div", "head", "html", "main", "p", "section"))
_XML_ROOTS: Final = frozenset(name.rpartition("}")[2].lower() for name in READERS)


def sniff_format(body: bytes) -> Format:
    """Return the format that the first characters speak for, else text, which every page is."""
    bare = body.removeprefix(BOM_UTF8).strip()
    if bare.startswith(b"{") and bare.endswith(b"}"):
        return NDJSON if _is_object_a_line(bare) else JSON
    return _sniff_markup(bare) or TEXT


def _is_object_a_line(bare: bytes) -> bool:
    """Return whether a second line begins an object after the first has ended one."""
    first, _, rest = bare.partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def names_known_root(body: bytes) -> bool:
    """Return whether ``body`` begins as a feed or an agency's document does."""
    root = _find_root(_read_head(body.removeprefix(BOM_UTF8).strip()))
    return root is not None and root.lower() in _XML_ROOTS


def _read_head(bare: bytes) -> str:
    # Names of elements are the same bytes in every encoding, up to the NULs of UTF-16.
    return bare[:_LOOKED_AT].lstrip(b"\xff\xfe").replace(b"\0", b"").decode("ascii", "ignore")


def _find_root(head: str) -> str | None:
    """Return the name of the first element, without its prefix."""
    position = 0
    while found := _PROLOGUE.match(head, position):
        position = found.end()
    root = _ROOT.match(head, position)
    return None if root is None else root.group(1)


def _sniff_markup(bare: bytes) -> Format | None:
    head = _read_head(bare).lstrip()
    if not head.startswith("<"):
        return None
    root = _find_root(head)
    if root is not None and root.lower() in _XML_ROOTS:
        return XML
    if (root is not None and root.lower() in _HTML_ROOTS) or _HTML_DOCTYPE.match(head):
        return HTML
    if head.startswith("<?xml") or (root is not None and _ends_with(bare, root)):
        return XML
    return None


def _ends_with(bare: bytes, name: str) -> bool:
    """Return whether the last thing is the end of an element ``name``: XML of another kind."""
    end = bare[-_LOOKED_AT:].replace(b"\0", b"").decode("ascii", "ignore").rstrip()
    return end.endswith(("/>", f"</{name}>", f":{name}>"))
