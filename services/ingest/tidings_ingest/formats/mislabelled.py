"""Feeds that come as pages or as text, and pages that come as feeds. Pure.

A web server that does not know the ending of a file's name says text/html or text/plain of it, and
says application/rss+xml of its own error pages.
"""

from __future__ import annotations

from dataclasses import replace

from tidings.formats import HTML, TEXT
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.html_page import parse_html
from tidings_ingest.formats.page_title import find_page_title
from tidings_ingest.formats.sniffing import names_known_root, sniff_format
from tidings_ingest.formats.text import parse_text
from tidings_ingest.formats.xml_documents import parse_xml


def parse_feed(body: bytes, charset: str | None) -> Reading:
    """Return the articles of what is declared to be a feed or an agency's document.

    Raises UnreadableError as ``parse_xml`` does, and 422 for a web page: mostly it says what went
    wrong at the sender, and no article.
    """
    if sniff_format(body) is HTML:
        title = find_page_title(body)
        detail = (
            f"it is a web page{title and f', called {title!r}'}, and not the feed that was declared"
        )
        raise UnreadableError(422, Problem("body", detail))
    return parse_xml(body, charset)


def parse_page(body: bytes, charset: str | None) -> Reading:
    """Return what is declared to be a web page, also where it is a feed; raises UnreadableError."""
    if names_known_root(body):
        return _note(parse_xml(body, charset), HTML.media_types[0])
    return parse_html(body, charset)


def parse_plain(body: bytes, charset: str | None) -> Reading:
    """Return what is declared to be text, also where it is a feed; raises UnreadableError."""
    if names_known_root(body):
        return _note(parse_xml(body, charset), TEXT.media_types[0])
    return parse_text(body, charset)


def _note(reading: Reading, declared: str) -> Reading:
    return replace(
        reading, notes=(f"declared as {declared}, read as {reading.format}", *reading.notes)
    )
