"""text/plain: a newspaper page, or one article."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tidings.formats import TEXT
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.binary import recognise_binary
from tidings_ingest.formats.charsets import WIDE
from tidings_ingest.formats.encoding import Decoded, decode_text
from tidings_ingest.formats.plain import drop_controls
from tidings_ingest.page import split_page

# A page has under 1,000 lines. A line takes 75 µs to split, so this is four seconds of one core.
MOST_LINES: Final = 50_000


def parse_text(body: bytes, charset: str | None) -> Reading:
    """Return the articles of a page of text in any encoding.

    Raises UnreadableError: what ``read_text`` raises, and 422 for text that shows nothing.
    """
    decoded = read_text(body, charset)
    drafts = split_page(decoded.text)
    if not drafts:
        raise UnreadableError(422, Problem("body", "the text is empty: nothing but white space"))
    return Reading(TEXT.name, drafts, decoded.notes)


def read_text(body: bytes, charset: str | None) -> Decoded:
    """Return the text of a page with line ends of one kind and without control characters.

    Raises UnreadableError: 415 for what is no text at all or in an unknown charset, 422 for text
    that is empty, cannot be decoded or has more lines than a hundred pages.
    """
    if not body.strip():
        raise UnreadableError(422, Problem("body", "the text is empty"))
    if not _is_declared_wide(charset) and (what := recognise_binary(body)):
        raise UnreadableError(415, Problem("body", f"the body is binary ({what}), not text"))
    decoded = decode_text(body, charset)
    if (position := decoded.text.find("\0")) >= 0:
        detail = f"the body is binary (a NUL at character {position}), not text"
        raise UnreadableError(415, Problem("body", detail))
    text = drop_controls(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    if (lines := sum(map(bool, text.split("\n")))) > MOST_LINES:
        detail = f"the text is too large: {lines} lines, more than {MOST_LINES}; send page by page"
        raise UnreadableError(422, Problem("body", detail))
    return replace(decoded, text=text)


def _is_declared_wide(charset: str | None) -> bool:
    return charset is not None and charset.strip().strip("\"'").lower().startswith(WIDE)
