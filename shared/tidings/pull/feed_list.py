"""Lists of feeds: a line each, or OPML, in which readers of feeds export theirs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from tidings.pull.feed import Feed, FeedAddressError, make_name

# 10,000 feeds with long addresses; beyond that it is some other file.
MOST_BYTES: Final = 4 * 1024 * 1024


class FeedListError(Exception):
    """A list that cannot be read; the message says where and why."""


def parse_feed_list(content: bytes, defaults: Feed) -> list[Feed]:
    """Return the feeds of a list, each once; ``defaults`` has what a line does not say.

    A line is ``URL [source [feed]]``; empty lines and those that begin with # are none. What begins
    with < is OPML, whose titles become the names of the feeds. Raises FeedListError.
    """
    if len(content) > MOST_BYTES:
        raise FeedListError(f"larger than {MOST_BYTES // 1024**2} MiB")
    is_markup = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    found = _read_opml(content, defaults) if is_markup else _read_lines(content, defaults)
    feeds = list(dict.fromkeys(found))
    if not feeds:
        raise FeedListError("no feed is in it")
    return feeds


def _read_lines(content: bytes, defaults: Feed) -> Iterator[Feed]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedListError(f"not UTF-8 at byte {error.start}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) > 3:
            raise FeedListError(f"line {number}: {len(words)} words, where URL source feed are 3")
        address, source, feed = (*words, None, None)[:3]
        yield _check(
            Feed(str(address), source or defaults.source, feed or defaults.feed, defaults.format),
            f"line {number}",
        )


def _read_opml(content: bytes, defaults: Feed) -> Iterator[Feed]:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise FeedListError(f"no XML that can be read: {error}") from error
    for number, outline in enumerate(root.iter("outline"), start=1):
        address = outline.get("xmlUrl")
        if address is None:
            continue
        title = outline.get("title") or outline.get("text") or ""
        name = defaults.feed or make_name(title)
        feed = Feed(address.strip(), defaults.source, name, defaults.format)
        yield _check(feed, f"outline {number}")


def _check(feed: Feed, where: str) -> Feed:
    if feed.is_file:
        raise FeedListError(f"{where}: {feed.address[:200]!r} is no http address")
    try:
        feed.check()
    except FeedAddressError as error:
        raise FeedListError(f"{where}: {error}") from error
    return feed
