"""The formats in which articles come, as data: name, media types, endings of file names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

# What ingest takes in one request. A newspaper page is 20 to 60 KB; a whole issue of 100 pages
# fits, and so do 1,000 articles of 16 KB, three times the usual length.
MOST_BODY_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A format; the first of ``media_types`` is the one that we send."""

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]


TEXT = Format("text", ("text/plain",), (".txt", ".text"))
JSON = Format("json", ("application/json",), (".json",))
JSON_FEED = Format("json-feed", ("application/feed+json",), (".jsonfeed",))
NDJSON = Format(
    "ndjson",
    ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq"),
    (".ndjson", ".jsonl"),
)
RSS = Format(
    "rss",
    ("application/rss+xml", "application/rdf+xml", "application/x-rss+xml", "text/rss+xml"),
    (".rss", ".rdf"),
)
ATOM = Format("atom", ("application/atom+xml",), (".atom",))
NEWSML = Format(
    "newsml-g2",
    (
        "application/vnd.iptc.g2.newsitem+xml",
        "application/vnd.iptc.g2.newsmessage+xml",
        "application/vnd.iptc.g2.packageitem+xml",
    ),
    (".newsml",),
)
NITF = Format("nitf", ("application/nitf+xml",), (".nitf",))
XML = Format("xml", ("application/xml", "text/xml"), (".xml",))
HTML = Format("html", ("text/html", "application/xhtml+xml"), (".html", ".htm", ".xhtml"))

FORMATS = (TEXT, JSON, NDJSON, JSON_FEED, RSS, ATOM, NEWSML, NITF, XML, HTML)


def find_by_name(name: str) -> Format | None:
    """Return the format called ``name``."""
    return next((each for each in FORMATS if each.name == name), None)


def find_by_media_type(media_type: str) -> Format | None:
    """Return the format of a bare media type, without parameters, in any letter case."""
    wanted = media_type.strip().lower()
    return next((each for each in FORMATS if wanted in each.media_types), None)


def find_by_path(path: PurePath) -> Format | None:
    """Return the format that the ending of a file name says."""
    return next((each for each in FORMATS if path.suffix.lower() in each.suffixes), None)
