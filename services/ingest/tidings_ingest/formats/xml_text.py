"""XML bytes to characters: in any encoding, and with the usual faults of feeds put right. Pure."""

from __future__ import annotations

import html
import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Final

from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.charsets import CODECS, SAYING_NOTHING, WIDE
from tidings_ingest.formats.encoding import decode_text
from tidings_ingest.formats.windows import read_windows

# An XML declaration has at most about 80 characters.
_DECLARATION: Final = re.compile(
    rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']"
)
_UNMARKED_WIDE: Final = (
    (b"<\0\0\0", "utf-32le"),
    (b"\0\0\0<", "utf-32be"),
    (b"<\0", "utf-16le"),
    (b"\0<", "utf-16be"),
)
# XML 1.0 has no such characters, not even as references. A NUL is refused: it is no text at all.
_FORBIDDEN: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?"
)
# A warning of PHP has 200 characters, and some pages print a dozen.
_MOST_JUNK: Final = 8_192
_BEGINNING: Final = re.compile(r"<\?xml\s|<(?:rss|rdf:RDF|feed|newsMessage|newsItem|nitf)[\s>]")
_ENDS: Final = ("</rss>", "</rdf:RDF>", "</feed>", "</newsMessage>", "</newsItem>", "</nitf>")


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a document, and notes for the sender on what had to be done."""

    text: str
    notes: tuple[str, ...] = ()


def decode_xml(body: bytes, charset: str | None) -> Characters:
    """Return the characters of ``body``; a mark, then ``charset``, then the declaration decides.

    Raises UnreadableError: 400 for a NUL, 415 for an encoding that we do not know, 422 for what is
    empty or fits no encoding.
    """
    if not body.removeprefix(BOM_UTF8).strip():
        raise UnreadableError(422, Problem("body", "the body is empty"))
    decoded = decode_text(body, charset or _read_encoding(body))
    # Blanks before an XML declaration make it none; templates often leave a line there.
    text = decoded.text.lstrip()
    if (position := text.find("\0")) >= 0:
        raise UnreadableError(400, Problem("body", f"there is a NUL at character {position}"))
    text = read_windows(text)
    cleaned = _FORBIDDEN.sub("", text)
    if cleaned == text:
        return Characters(text, decoded.notes)
    note = f"{len(text) - len(cleaned)} control characters, which XML forbids, left out"
    return Characters(cleaned, (*decoded.notes, note))


def _read_encoding(body: bytes) -> str | None:
    for start, label in _UNMARKED_WIDE:
        if body.startswith(start):
            return label
    found = _DECLARATION.match(body.removeprefix(BOM_UTF8))
    if found is None:
        return None
    label = found.group(1).decode().lower()
    # Read byte by byte it says that it is UTF-16: a copy that somebody converted.
    if label.startswith(WIDE):
        return None
    if label not in CODECS and label not in SAYING_NOTHING:
        raise UnreadableError(415, Problem("XML declaration", f"unknown encoding {label!r}"))
    return label


def cut_junk(text: str) -> str:
    """Return the document in ``text`` without what a server printed before it or after its end."""
    begun = _BEGINNING.search(text[:_MOST_JUNK])
    ends = [
        end for each in _ENDS if (found := text.rfind(each)) >= 0 for end in (found + len(each),)
    ]
    return text[begun.start() if begun else 0 : max(ends, default=len(text))]


def close_last(text: str) -> str:
    """Return ``text`` with the bracket of its last tag, where that is all that is missing."""
    bare = text.rstrip()
    return f"{bare}>" if bare.endswith(tuple(end[:-1] for end in _ENDS)) else text


def mend_references(text: str) -> str:
    """Return ``text`` with HTML's named references as characters and bare ampersands escaped.

    Inside CDATA that changes nothing for a reader of HTML, so all of ``text`` is treated alike.
    """
    return _AMPERSAND.sub(_mend, text)


def _mend(found: re.Match[str]) -> str:
    name = found.group(1)
    character = html.entities.html5.get(name) if name else None
    return f"&amp;{name or ''}" if character is None else html.escape(character, quote=False)
