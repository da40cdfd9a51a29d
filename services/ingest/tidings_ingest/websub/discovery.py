"""Where a feed is pushed from: its hubs, and the address that it calls itself. Pure.

In the order of the specification: the Link headers, and where these do not say it the links in the
document: those of a feed, else those in the head of a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from tidings.formats import HTML, JSON, NDJSON, XML
from tidings.reading import UnreadableError
from tidings_ingest.formats.drafting import read_address
from tidings_ingest.formats.sniffing import sniff_format
from tidings_ingest.formats.xml_names import XML_BASE
from tidings_ingest.formats.xml_tree import parse_tree
from tidings_ingest.websub.link_header import read_links
from tidings_ingest.websub.subscription import MOST_HUBS

# Links are in the head, and a page's head ends before that.
MOST_PAGE_BYTES: Final = 512 * 1024
Link = tuple[str, str]
"""A relation, ``hub`` or ``self`` among others, and an address."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed says of its pushing; ``topic`` is where it was fetched if it does not say."""

    topic: str
    hubs: tuple[str, ...]


class NoHubError(Exception):
    """The feed names no hub that we can use; the message says what can be done instead."""


def find_hubs(
    url: str, link_headers: Sequence[str], body: bytes, *, allow_private: bool = False
) -> Found:
    """Return hubs and topic of what was fetched from ``url``; raises NoHubError.

    The secret goes to the hub, so it has to speak HTTPS: one that is named with http is asked at
    the same place with https, except where private addresses are allowed.
    """
    links = _resolve((each for header in link_headers for each in read_links(header)), url)
    in_headers = {relation for relation, _ in links}
    if not {"hub", "self"} <= in_headers:
        links += [each for each in _read_document(url, body) if each[0] not in in_headers]
    named = [address for relation, address in links if relation == "hub"]
    hubs = dict.fromkeys(named if allow_private else filter(None, map(_secure, named)))
    if not hubs:
        kind = "no hub" if not named else "only hubs that do not speak HTTPS"
        raise NoHubError(f"{url} names {kind}, so nobody would push it; `tidings pull` fetches it")
    topics = (address for relation, address in links if relation == "self")
    return Found(next(topics, url), tuple(hubs)[:MOST_HUBS])


def _secure(hub: str) -> str | None:
    parts = urlsplit(hub)
    if parts.scheme.lower() == "https":
        return hub
    try:
        # Another port than the usual one is another service.
        return None if parts.port is not None else f"https{hub[len('http') :]}"
    except ValueError:
        return None


def _resolve(links: Iterable[Link], base: str) -> list[Link]:
    resolved = ((relation, read_address(target, base)) for relation, target in links)
    return [(relation, address) for relation, address in resolved if address is not None]


def _read_document(url: str, body: bytes) -> list[Link]:
    form = sniff_format(body)
    try:
        if form is XML:
            return _read_feed(url, body)
        if form is HTML:
            return _read_page(url, body)
        return _read_json(url, body) if form in {JSON, NDJSON} else []
    except (UnreadableError, etree.LxmlError, ValueError, RecursionError):
        # Whatever it is, it names no hub.
        return []


def _read_feed(url: str, body: bytes) -> list[Link]:
    """Return the links of a feed itself, not those of its items."""
    root = parse_tree(body, None).root
    base = read_address(root.get(XML_BASE, ""), url) or url
    holders = (root, *root.findall("channel"))
    found = (each for holder in holders for each in holder.findall("{atom}link"))
    return _resolve(_split((each.get("rel", ""), each.get("href", "")) for each in found), base)


def _read_page(url: str, body: bytes) -> list[Link]:
    parser = lxml_html.HTMLParser(no_network=True, remove_pis=True)
    page: Any = lxml_html.document_fromstring(body[:MOST_PAGE_BYTES], parser=parser)
    base = read_address(page.xpath("string(//head/base/@href)"), url) or url
    found = page.xpath("//head//link[@rel and @href]")
    return _resolve(_split((each.get("rel"), each.get("href")) for each in found), base)


def _read_json(url: str, body: bytes) -> list[Link]:
    """Return the hubs of a JSON Feed, which has its own way of naming them."""
    feed = json.loads(body)
    if not isinstance(feed, dict):
        return []
    hubs = feed.get("hubs")
    found = [("self", str(feed.get("feed_url", "")))]
    found += [
        ("hub", str(each.get("url", "")))
        for each in (hubs if isinstance(hubs, list) else ())
        if isinstance(each, dict) and str(each.get("type", "")).lower() == "websub"
    ]
    return _resolve(found, url)


def _split(links: Iterable[Link]) -> Iterable[Link]:
    return (
        (relation.lower(), target) for relations, target in links for relation in relations.split()
    )
