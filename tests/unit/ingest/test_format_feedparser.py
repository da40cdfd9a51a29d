"""Another reader of feeds, feedparser, finds the same titles, ids, addresses and times in them."""

from __future__ import annotations

import html
import io
import os
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidings.draft import Draft
from tidings_ingest.formats.plain import tidy_line
from tidings_ingest.reading import read_body

EXAMPLES = Path(__file__).parents[3] / "examples" / "feeds"
# Feedparser takes most of the 20 ms of a feed; EXAMPLES=1000 for many more.
MANY = settings(
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
NAMESPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom' "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
)


def normalize(text: str) -> str:
    """Return a title of feedparser, which keeps markup, as the plain line that it shows."""
    return tidy_line(html.unescape(re.sub(r"</?(?:b|em|i|span|div)\b[^>]*>", "", text)))


def describe_entry(entry: Any) -> tuple[object, ...]:
    """Return what is compared; a title that feedparser calls plain has no markup to take away."""
    detail = entry.get("title_detail") or {"type": "text/plain", "value": ""}
    plain = detail["type"] == "text/plain" and not re.search(r"&\w+;|<", detail["value"])
    title = tidy_line(detail["value"]) if plain else normalize(detail["value"])
    # A dc:date is the time of a change to feedparser, and that of publication to us.
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    return (
        title or None,
        entry.get("id") or None,
        entry.get("link") or None,
        published and tuple(published[:6]),
    )


def describe_draft(draft: Draft) -> tuple[object, ...]:
    published = draft.published_at
    seconds = published and tuple(published.astimezone(UTC).timetuple()[:6])
    return (draft.headline, draft.publisher_id, draft.url, seconds)


def compare(document: str | bytes) -> None:
    body = document.encode() if isinstance(document, str) else document
    theirs = feedparser.parse(io.BytesIO(body)).entries
    ours = read_body(body, "application/xml").drafts

    assert [describe_draft(each) for each in ours] == [describe_entry(each) for each in theirs]
    assert ours


words = st.sampled_from(
    ["临江大桥", "通车", "𠀀", "🌊", "שלום", "café", "cafe\u0301", "R&D", "AT&T", "“quoted”", '"q"',
     "it's", "100 %", "Mayor", "opens", "bridge", "\u3000", "\n  ", "—", "[video]", "{x}", "#1"]
)  # fmt: skip
plain = st.lists(words, min_size=1, max_size=7).map(" ".join).filter(str.strip)
tags = st.sampled_from(["{}", "{}", "<b>{}</b>", "<em>{}</em>", "<i>{}</i>", "<span>{}</span>"])
marked = st.lists(
    st.builds(lambda tag, text: tag.format(html.escape(text, quote=False)), tags, plain),
    min_size=1,
    max_size=3,
).map(" ".join)
html_titles = st.one_of(marked.map(escape), marked.map("<![CDATA[{}]]>".format))

zones = st.integers(-12 * 4, 14 * 4).map(lambda each: timezone(timedelta(minutes=15 * each)))
moments = st.builds(datetime.fromtimestamp, st.integers(1, 2**31), zones)
NAMED = {"GMT": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "MST": -7, "PDT": -7}
named_zones = st.builds(
    lambda moment, name: (
        moment.astimezone(timezone(timedelta(hours=NAMED[name]))).strftime("%d %b %Y %H:%M:%S ")
        + name
    ),
    moments,
    st.sampled_from(sorted(NAMED)),
)
mail_dates = st.one_of(
    moments.map(format_datetime),
    moments.map(lambda each: format_datetime(each).split(", ")[1]),
    named_zones,
)
iso_dates = st.one_of(
    moments.map(datetime.isoformat),
    moments.map(lambda each: each.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    moments.map(lambda each: each.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")),
    moments.map(lambda each: each.strftime("%Y-%m-%d")),
    moments.map(lambda each: each.isoformat(timespec="milliseconds")),
)
numbers = st.integers(0, 10**6)
addresses = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["n.example", "news.example:8080", "临江.example"]),
    st.sampled_from(["1", "a/b?x=1&y=2", "a%20b", "临江", "a#b", "?p=17"]),
)
spaced = addresses.map(escape).map("\n {} ".format) | addresses.map(escape)
links = spaced.map("<link>{}</link>".format)
guids = st.one_of(
    st.just(""),
    numbers.map("<guid isPermaLink='false'>urn:n:{}</guid>".format),
    addresses.map(escape).map("<guid isPermaLink='false'>{}</guid>".format),
    numbers.map("<guid>https://n.example/{}</guid>".format),
    numbers.map("<guid isPermaLink='true'>https://n.example/{}</guid>".format),
)
titles = html_titles.map("<title>{}</title>".format)
rss_dates = st.one_of(
    st.just(""),
    mail_dates.map("<pubDate>{}</pubDate>".format),
    iso_dates.map("<pubDate>{}</pubDate>".format),
)
versions = st.sampled_from(["0.91", "0.92", "2.0"])


@MANY
@given(
    version=versions,
    items=st.lists(st.tuples(titles, links, guids, rss_dates), min_size=1, max_size=4),
)
def test_rss_is_read_alike(version, items):
    inside = "".join(f"<item>{''.join(parts)}</item>" for parts in items)
    compare(f"<rss version='{version}' {NAMESPACES}><channel>{inside}</channel></rss>")


@MANY
@given(
    items=st.lists(
        st.tuples(titles, links, st.just("") | iso_dates.map("<dc:date>{}</dc:date>".format)),
        min_size=1,
        max_size=4,
    )
)
def test_rss_1_0_is_read_alike(items):
    inside = "".join(
        f"<item rdf:about='https://n.example/{number}'>{''.join(parts)}</item>"
        for number, parts in enumerate(items)
    )
    compare(f"<rdf:RDF xmlns='http://purl.org/rss/1.0/' {NAMESPACES}><channel/>{inside}</rdf:RDF>")


atom_titles = st.one_of(
    plain.map(escape).map("<title>{}</title>".format),
    plain.map(escape).map("<title type='text'>{}</title>".format),
    html_titles.map("<title type='html'>{}</title>".format),
    marked.map(
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{}</div></title>".format
    ),
)
hrefs = addresses.map(escape) | st.sampled_from(
    ["/a", "b?c=1&amp;d=2", "../e", "//other.example/f"]
)
atom_links = st.builds(
    lambda rel, href, others: f"{others}<link{rel} href='{href}'/>",
    st.sampled_from(["", " rel='alternate'", " rel='alternate' type='text/html'"]),
    hrefs,
    st.sampled_from(
        ["", "<link rel='self' href='https://n.example/x.atom'/>",
         "<link rel='enclosure' type='audio/mpeg' href='https://n.example/x.mp3'/>",
         "<link rel='replies' href='https://n.example/x#replies'/>"]
    ),
)  # fmt: skip


@MANY
@given(
    base=st.sampled_from(["https://n.example/", "https://n.example/a/b/c"]),
    entries=st.lists(
        st.tuples(atom_titles, atom_links, iso_dates.map("<published>{}</published>".format)),
        min_size=1,
        max_size=4,
    ),
)
def test_atom_is_read_alike(base, entries):
    inside = "".join(
        f"<entry><id>urn:n:{number}</id>{''.join(parts)}</entry>"
        for number, parts in enumerate(entries)
    )
    compare(f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{base}'>{inside}</feed>")


@pytest.mark.parametrize("example", ["river-daily.rss", "valley-wire.rdf", "hill-post.atom"])
def test_an_example_is_read_alike(example):
    compare((EXAMPLES / example).read_bytes())
