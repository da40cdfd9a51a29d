"""What a feed has now: fetched from its server, or read from disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

import httpx

from tidings.fetching import ForbiddenAddressError
from tidings.input_file import read_input
from tidings.pull.content_type import choose_content_type
from tidings.pull.feed import Feed
from tidings.pull.freshness import read_max_age, read_retry_after
from tidings.pull.outcome import Gone, NothingNew, Unreachable
from tidings.pull.state import MOST_CHARACTERS, FeedState
from tidings.push_session import choose_media_type

# With these, the server wants to be asked elsewhere for good (RFC 9110).
_FOR_GOOD: Final = (httpx.codes.MOVED_PERMANENTLY, httpx.codes.PERMANENT_REDIRECT)
_ACCEPTED_TYPES: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A body, and what there is to know of it once ingest has acknowledged it."""

    body: bytes
    content_type: str
    state: FeedState
    max_age_s: float = 0.0
    moved_to: str | None = None


Found = Document | NothingNew | Unreachable | Gone


def read_document(feed: Feed) -> Found:
    """Return what the file of ``feed`` has."""
    try:
        body = read_input(feed.address)
    except OSError as error:
        return Unreachable(error.strerror or str(error))
    state = FeedState(body_hash=hashlib.sha256(body).hexdigest())
    return Document(body, choose_media_type(feed.address, feed.format), state)


def fetch_document(
    client: httpx.Client, feed: Feed, known: FeedState, now: Callable[[], datetime]
) -> Found:
    """Return what the server of ``feed`` has; it can say that it is what we know already."""
    asked = {
        "Accept": _ACCEPTED_TYPES,
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    try:
        answer = client.get(
            feed.address, headers={name: value for name, value in asked.items() if value}
        )
    except ForbiddenAddressError as error:
        hint = "; --allow-private lets it" if error.is_private else ""
        return Unreachable(f"refused: {error}{hint}")
    except httpx.HTTPError as error:
        return Unreachable(str(error) or type(error).__name__)
    return _read_answer(feed, answer, now())


def _read_answer(feed: Feed, answer: httpx.Response, now: datetime) -> Found:
    max_age_s, moved_to = read_max_age(answer.headers), _find_new_address(answer)
    match answer.status_code:
        case httpx.codes.NOT_MODIFIED:
            return NothingNew(max_age_s, moved_to)
        case httpx.codes.GONE:
            return Gone()
        case httpx.codes.OK:
            declared = _keep(answer.headers.get("Content-Type")) or ""
            content_type = choose_content_type(declared, answer.content, feed.format)
            state = _describe(answer)
            return Document(answer.content, content_type, state, max_age_s, moved_to)
        case status:
            return Unreachable(f"HTTP status {status}", read_retry_after(answer.headers, now))


def _describe(answer: httpx.Response) -> FeedState:
    return FeedState(
        etag=_keep(answer.headers.get("ETag")),
        last_modified=_keep(answer.headers.get("Last-Modified")),
        body_hash=hashlib.sha256(answer.content).hexdigest(),
    )


def _keep(header: str | None) -> str | None:
    """Return what can be sent back as a header."""
    if header is None or len(header) > MOST_CHARACTERS:
        return None
    return header if header.isascii() and header.isprintable() else None


def _find_new_address(answer: httpx.Response) -> str | None:
    """Return where the feed has moved for good; a hop that is not for good ends the way there."""
    moved_to = None
    for hop, following in pairwise([*answer.history, answer]):
        if hop.status_code not in _FOR_GOOD:
            break
        moved_to = str(following.url)
    return moved_to
