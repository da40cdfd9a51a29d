"""What to call the body that a server sent. Pure.

Many servers send feeds as text/html or text/plain. Ingest knows XML in there by itself; JSON it
takes for text, as long as it is told that it is text.
"""

from __future__ import annotations

from tidings.formats import TEXT, find_by_media_type, find_by_name
from tidings.push_session import UNKNOWN_MEDIA_TYPE


def choose_content_type(declared: str, body: bytes, format_name: str) -> str:
    """Return the Content-Type with which ``body`` is pushed; its charset stays.

    A format that was asked for wins, then a declared one that ingest takes; else ingest is left to
    recognise it.
    """
    media_type, _, parameters = declared.partition(";")
    asked = find_by_name(format_name)
    taken = find_by_media_type(media_type)
    if asked is not None:
        chosen = asked.media_types[0]
    elif taken is None or (taken is TEXT and _looks_like_json(body)):
        chosen = UNKNOWN_MEDIA_TYPE
    else:
        chosen = media_type.strip()
    return f"{chosen};{parameters}" if parameters.strip() else chosen


def _looks_like_json(body: bytes) -> bool:
    return body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
