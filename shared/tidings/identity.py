"""Who an article is: the same article always gets the same id, however often it is pushed."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta

# 128 bits: a collision among 10^12 articles has a chance of about 10^-15.
ID_HEX_DIGITS = 32
ID_PATTERN = rf"[0-9a-f]{{{ID_HEX_DIGITS}}}"
# Longer than the phrases that stand in for a text: "full story on our website", "图片新闻".
FEWEST_BODY_CHARACTERS = 40
# A separator that normalised text cannot hold, so that ("ab", "c") differs from ("a", "bc").
_SEPARATOR = "\x1f"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def normalize_text(text: str) -> str:
    """Return ``text`` as identity sees it: NFKC, case folded, all white space taken out.

    Line breaks of a page and full-width punctuation differ between copies of one article.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def derive_article_id(
    source: str, publisher_id: str | None = None, *, headline: str | None = None, body: str = ""
) -> str:
    """Return the id of an article: the first 32 hex digits of a SHA-256.

    ``publisher_id`` is the publisher's own id or canonical URL and decides alone where it is given;
    else, and where it is blank, the normalised headline and body do.
    """
    if publisher_id is not None and publisher_id.strip():
        parts: tuple[str, ...] = ("publisher", source, publisher_id.strip())
    else:
        parts = ("text", source, normalize_text(headline or ""), normalize_text(body))
    return _digest(parts)[:ID_HEX_DIGITS]


def hash_content(*texts: str | None) -> str:
    """Return a SHA-256 in hex over the texts as they stand; a repeat that changed has another."""
    return _digest(tuple("" if text is None else text for text in texts))


def hash_body(body: str) -> str | None:
    """Return what is equal for the same text in the articles of two feeds; 32 hex digits.

    The body alone, normalised: feeds give one agency report headlines and bylines of their own.
    None for fewer than ``FEWEST_BODY_CHARACTERS``, which many articles can share by chance.
    """
    normalized = normalize_text(body)
    if len(normalized) < FEWEST_BODY_CHARACTERS:
        return None
    return _digest(("body", normalized))[:ID_HEX_DIGITS]


def derive_revision(modified_at: datetime | None, received_at: datetime) -> int:
    """Return the revision in ms since 1970: the publisher's time, but never later than the receipt.

    The clamp keeps a feed with a wrong clock from blocking its own later corrections.
    """
    newest = received_at if modified_at is None else min(modified_at, received_at)
    # Whole numbers: a float of seconds would lose a millisecond now and then.
    return max(0, (newest - _EPOCH) // timedelta(milliseconds=1))


def _digest(parts: tuple[str, ...]) -> str:
    joined = _SEPARATOR.join(part.replace(_SEPARATOR, "") for part in parts)
    # Lone surrogates cannot be encoded as UTF-8; the formats refuse them, this must not crash.
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
