"""Documents of every format, written from one model of an article: what the formats must read back.

The writers know the standards and nothing of the parsers. Text that a format takes as HTML is
escaped as HTML first, and then as XML or JSON.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Sent:
    """One article as its publisher has it."""

    id: str
    url: str
    headline: str
    paragraphs: tuple[str, ...]
    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None


Write = Callable[[Sequence[Sent]], str]


def write_rss(articles: Sequence[Sent]) -> str:
    """Write RSS 2.0 with the full text in content:encoded, in CDATA."""
    items = "".join(
        f"<item><title>{escape(html.escape(each.headline, quote=False))}</title>"
        f"<link>{escape(each.url)}</link><guid isPermaLink='false'>{escape(each.id)}</guid>"
        + "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in each.byline)
        + _tag("pubDate", each.published_at and format_datetime(each.published_at))
        + _tag("atom:updated", _iso(each.modified_at))
        + f"<content:encoded><![CDATA[{_markup(each)}]]></content:encoded></item>"
        for each in articles
    )
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'>"
        f"<channel><language>en</language>{items}</channel></rss>"
    )


def write_rdf(articles: Sequence[Sent]) -> str:
    """Write RSS 1.0: the items beside the channel, the text as escaped markup."""
    items = "".join(
        f"<item rdf:about={quoteattr(each.id)}>"
        f"<title>{escape(html.escape(each.headline, quote=False))}</title>"
        f"<link>{escape(each.url)}</link>"
        + "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in each.byline)
        + _tag("dc:date", _iso(each.published_at))
        + _tag("dcterms:modified", _iso(each.modified_at))
        + f"<content:encoded>{escape(_markup(each))}</content:encoded></item>"
        for each in articles
    )
    return (
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:dcterms='http://purl.org/dc/terms/' "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><dc:language>en</dc:language></channel>{items}</rdf:RDF>"
    )


def write_atom(articles: Sequence[Sent]) -> str:
    """Write Atom 1.0: titles as plain text, texts as XHTML."""
    entries = "".join(
        f"<entry><id>{escape(each.id)}</id><title>{escape(each.headline)}</title>"
        f"<link rel='alternate' href={quoteattr(each.url)}/>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in each.byline)
        + _tag("published", _iso(each.published_at))
        + _tag("updated", _iso(each.modified_at))
        + f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{_markup(each)}</div>"
        "</content></entry>"
        for each in articles
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>{entries}</feed>"


def write_atom_html(articles: Sequence[Sent]) -> str:
    """Write Atom 1.0: titles and texts as escaped HTML."""
    entries = "".join(
        f"<entry><id>{escape(each.id)}</id>"
        f"<title type='html'>{escape(html.escape(each.headline, quote=False))}</title>"
        f"<link href={quoteattr(each.url)}/>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in each.byline)
        + _tag("published", _iso(each.published_at))
        + _tag("updated", _iso(each.modified_at))
        + f"<content type='html'>{escape(_markup(each))}</content></entry>"
        for each in articles
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>{entries}</feed>"


def write_newsml(articles: Sequence[Sent]) -> str:
    """Write a NewsML-G2 message of news items with XHTML."""
    items = "".join(
        f"<newsItem guid={quoteattr(each.id)} xml:lang='en'><itemMeta>"
        + _tag("firstCreated", _iso(each.published_at))
        + _tag("versionCreated", _iso(each.modified_at))
        + "</itemMeta><contentMeta>"
        + "".join(f"<by>{escape(name)}</by>" for name in each.byline)
        + f"<headline>{escape(html.escape(each.headline, quote=False))}</headline></contentMeta>"
        "<contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<body>{_markup(each)}</body></html></inlineXML></contentSet></newsItem>"
        for each in articles
    )
    return (
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
        f"<itemSet>{items}</itemSet></newsMessage>"
    )


def write_nitf(articles: Sequence[Sent]) -> str:
    """Write the first article as NITF, which has one in each document."""
    each = articles[0]
    basic = "%Y%m%dT%H%M%S%z"
    issued = each.published_at and f"<date.issue norm='{each.published_at.strftime(basic)}'/>"
    revised = each.modified_at and f"<revision-history norm='{each.modified_at.strftime(basic)}'/>"
    return (
        f"<nitf><head><docdata><doc-id id-string={quoteattr(each.id)}/>{issued or ''}</docdata>"
        f"{revised or ''}</head><body xml:lang='en'><body.head>"
        f"<hedline><hl1>{escape(each.headline)}</hl1></hedline>"
        + "".join(f"<byline><person>{escape(name)}</person></byline>" for name in each.byline)
        + f"</body.head><body.content>{_markup(each)}</body.content></body></nitf>"
    )


def write_ninjs(articles: Sequence[Sent]) -> str:
    """Write a batch of ninjs 3: one in each line."""
    return "".join(
        _dump(
            uri=each.id,
            language="en",
            headlines=[{"role": "main", "value": html.escape(each.headline, quote=False)}],
            bodies=[{"contentType": "application/xhtml+xml", "value": _markup(each)}],
            by="; ".join(each.byline) or None,
            firstCreated=_iso(each.published_at),
            versionCreated=_iso(each.modified_at),
        )
        + "\n"
        for each in articles
    )


def write_json_feed(articles: Sequence[Sent]) -> str:
    """Write JSON Feed 1.1."""
    items = [
        {
            "id": each.id,
            "url": each.url,
            "title": html.escape(each.headline, quote=False),
            "content_html": _markup(each),
            "authors": [{"name": name} for name in each.byline],
            "date_published": _iso(each.published_at),
            "date_modified": _iso(each.modified_at),
        }
        for each in articles
    ]
    return _dump(version="https://jsonfeed.org/version/1.1", language="en", items=items)


def write_ndjson(articles: Sequence[Sent]) -> str:
    """Write a batch of the project's own JSON: one article in each line."""
    return "".join(
        _dump(
            id=each.id,
            url=each.url,
            language="en",
            headline=each.headline,
            body=list(each.paragraphs),
            byline=list(each.byline),
            published_at=_iso(each.published_at),
            modified_at=_iso(each.modified_at),
        )
        + "\n"
        for each in articles
    )


WRITERS: dict[str, tuple[str, Write]] = {
    "rss": ("application/rss+xml", write_rss),
    "rdf": ("application/rdf+xml", write_rdf),
    "atom": ("application/atom+xml", write_atom),
    "atom-html": ("application/atom+xml", write_atom_html),
    "newsml": ("application/vnd.iptc.g2.newsmessage+xml", write_newsml),
    "nitf": ("application/nitf+xml", write_nitf),
    "ninjs": ("application/x-ndjson", write_ninjs),
    "json-feed": ("application/feed+json", write_json_feed),
    "ndjson": ("application/x-ndjson", write_ndjson),
}


def _markup(article: Sent) -> str:
    # As XHTML has it, so that it can stand as elements too; ">" is escaped, so CDATA cannot end.
    return "".join(f"<p>{html.escape(each, quote=False)}</p>" for each in article.paragraphs)


def _tag(name: str, value: str | None) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _iso(moment: datetime | None) -> str | None:
    return moment and moment.isoformat()


def _dump(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)
