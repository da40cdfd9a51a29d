"""text/plain: a newspaper page, or one article."""

from __future__ import annotations

from tidings.formats import TEXT
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.binary import recognise_binary
from tidings_ingest.formats.charsets import WIDE
from tidings_ingest.formats.encoding import decode_text
from tidings_ingest.page import split_page


def parse_text(body: bytes, charset: str | None) -> Reading:
    """Return the articles of a page of text in any encoding.

    Raises UnreadableError: 415 for what is no text at all or in an unknown charset, 422 for text
    that is empty or cannot be decoded.
    """
    if not body.strip():
        raise UnreadableError(422, Problem("body", "the text is empty"))
    if not _is_declared_wide(charset) and (what := recognise_binary(body)):
        raise UnreadableError(415, Problem("body", f"the body is binary ({what}), not text"))
    decoded = decode_text(body, charset)
    if (position := decoded.text.find("\0")) >= 0:
        detail = f"the body is binary (a NUL at character {position}), not text"
        raise UnreadableError(415, Problem("body", detail))
    drafts = split_page(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    if not drafts:
        raise UnreadableError(422, Problem("body", "the text is empty: nothing but white space"))
    return Reading(TEXT.name, drafts, decoded.notes)


def _is_declared_wide(charset: str | None) -> bool:
    return charset is not None and charset.strip().strip("\"'").lower().startswith(WIDE)
