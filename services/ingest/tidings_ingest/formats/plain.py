"""Text as an article carries it: no controls, no stray blanks, no markup in headlines. Pure."""

from __future__ import annotations

import html
import re
from typing import Final

from tidings_ingest.formats.direction import settle_direction

# C0 and C1 controls except the white space among them, byte-order marks and lone surrogates: no
# part of any word. What stays of marks of direction is in ``direction``.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
# White space that Chinese paragraphs begin with.
_INDENT: Final = "\u3000"
_LINE_ENDINGS: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# With its semicolon only: without, "R&notes" would be a reference too.
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def drop_controls(text: str) -> str:
    """Return ``text`` with its lines and blanks, without controls and marks that turn direction."""
    if _is_plain(text):
        return text
    return settle_direction(_UNPRINTABLE.sub("", text))


def tidy_line(text: str) -> str:
    """Return ``text`` in one line, with single blanks."""
    if _is_plain(text):
        return " ".join(text.split())
    line = " ".join(_UNPRINTABLE.sub("", text).split())
    settled = settle_direction(line)
    # A mark that went leaves the blanks beside it.
    return line if settled == line else " ".join(settled.split())


def _is_plain(text: str) -> bool:
    """Return whether nothing in ``text`` can be a control or a mark of direction.

    False says nothing. Most texts are plain, and this takes a tenth of the time of a search.
    """
    return text.replace("\n", "").replace(_INDENT, "").isprintable()


def tidy_body(text: str) -> str:
    """Return each line of ``text`` that is not blank as a paragraph, separated by a line feed."""
    lines = (tidy_line(line) for line in _LINE_ENDINGS.split(text))
    return "\n".join(line for line in lines if line)


def resolve_references(text: str) -> str:
    """Return ``text`` with ``&eacute;``, ``&#233;`` and the like resolved, once."""
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), text)
