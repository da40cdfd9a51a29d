"""What to call the body that a server sent: many send feeds as text/html or text/plain. Pure."""

from __future__ import annotations

import re
from typing import Final

from tidings.formats import HTML, TEXT, XML, find_by_media_type, find_by_name
from tidings.push_session import UNKNOWN_MEDIA_TYPE

_FEED_ROOT: Final = re.compile(rb"<(?:[\w-]{1,40}:)?(?:rss|feed|RDF)[\s>]")
# The XML declaration, a stylesheet and the first comments end before that.
_LOOKED_AT: Final = 4_096


def choose_content_type(declared: str, body: bytes, format_name: str) -> str:
    """Return the Content-Type with which ``body`` is pushed; its charset stays.

    A format that was asked for wins; then a declared one that ingest takes, but for text and HTML,
    which servers say of whatever they do not know; else ingest recognises it.
    """
    media_type, _, parameters = declared.partition(";")
    asked = find_by_name(format_name)
    taken = find_by_media_type(media_type)
    if asked is not None:
        chosen = asked.media_types[0]
    elif taken is None:
        chosen = UNKNOWN_MEDIA_TYPE
    elif taken in {HTML, TEXT}:
        chosen = _look_inside(body, media_type.strip())
    else:
        chosen = media_type.strip()
    return f"{chosen};{parameters}" if parameters.strip() else chosen


def _look_inside(body: bytes, media_type: str) -> str:
    head = body[:_LOOKED_AT].replace(b"\0", b"")
    if _FEED_ROOT.search(head):
        return XML.media_types[0]
    return (
        UNKNOWN_MEDIA_TYPE if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else media_type
    )
