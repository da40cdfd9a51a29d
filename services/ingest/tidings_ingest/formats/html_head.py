"""What a page's head says of its article: title, author, times, address and language. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.drafting import Found, read_address
from tidings_ingest.formats.html_brief import shorten_head
from tidings_ingest.formats.html_title import cut_title
from tidings_ingest.formats.markup import read_line
from tidings_ingest.formats.moments import read_moment

_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.created", "date",
)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified",
)  # fmt: skip
_AUTHORS: Final = ("author", "article:author", "dc.creator", "dcterms.creator", "byl")
_TITLES: Final = ("og:title", "twitter:title", "dc.title")
# Longer values are no names, times or titles.
_LONGEST: Final = 2_000
# What publishers embed about an article has 1 to 20 KB.
_MOST_DATA: Final = 200_000
_ARTICLES: Final = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting")


def find_head(page: Any) -> Found:  # noqa: ANN401 (lxml has no types)
    """Return what is known of the article before its text; what is not said is empty."""
    told = _read_metas(page)
    data = _read_linked_data(page)
    guessed = _guess(page)
    base = page.xpath("string(//base[@href][1]/@href)")
    address = page.xpath("string(//link[translate(@rel, 'C', 'c')='canonical'][1]/@href)")
    published = [*_texts(data.get("datePublished")), *(told.get(name, "") for name in _PUBLISHED)]
    published.append(page.xpath("string((//article//time/@datetime | //time/@datetime)[1])"))
    published.append(guessed.date or "")
    modified = [*_texts(data.get("dateModified")), *(told.get(name, "") for name in _MODIFIED)]
    titles = [*_texts(data.get("headline")), guessed.title or ""]
    titles += [told.get(name, "") for name in _TITLES]
    return Found(
        url=read_address(address, base) or read_address(told.get("og:url", ""), base) or "",
        language=_find_language(page, told),
        headline=cut_title(page, read_line(next(filter(None, titles), ""))),
        byline=_find_byline(data, told) or read_names((guessed.author or "").split("; ")),
        labels=[("subject", each) for each in _texts(data.get("keywords"))],
        published_at=_first_moment(published),
        modified_at=_first_moment(modified),
    )


def _guess(page: Any) -> Any:  # noqa: ANN401
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    shorten_head(page)
    try:
        return extract_metadata(
            page, date_config={"extensive_search": False, "original_date": True}
        )
    except Exception:
        # As with the text: what it cannot guess is not known.
        return Document()


def _read_metas(page: Any) -> dict[str, str]:  # noqa: ANN401
    told: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()
        if content and len(content) <= _LONGEST:
            told.setdefault(name.strip().lower()[:100], content)
    return told


def _read_linked_data(page: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the JSON-LD about an article; empty where there is none that can be read."""
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _MOST_DATA:
            continue
        try:
            values = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _list_objects(values):
            kinds = _texts(each.get("@type"))
            if any(kind in _ARTICLES for kind in kinds):
                return each
    return {}


def _list_objects(values: object) -> Iterator[dict[str, Any]]:
    inside = values if isinstance(values, list) else [values]
    for each in inside:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (
                (node for node in graph if isinstance(node, dict))
                if isinstance(graph, list)
                else ()
            )


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str) and 0 < len(each) <= _LONGEST]


def _find_byline(data: dict[str, Any], told: dict[str, str]) -> list[str]:
    authors = data.get("author")
    authors = authors if isinstance(authors, list) else [authors]
    named = [each.get("name") if isinstance(each, dict) else each for each in authors]
    names = read_names(_texts(named))
    said = [told.get(name, "") for name in _AUTHORS]
    # On social networks' pages of authors, the value is an address.
    return names or next(
        (found for each in said if "://" not in each and (found := read_names([each]))), []
    )


def _find_language(page: Any, told: dict[str, str]) -> str:  # noqa: ANN401
    said = (page.get("lang"), page.get("{http://www.w3.org/XML/1998/namespace}lang"))
    return next(filter(None, said), "") or told.get("og:locale", "")


def _first_moment(texts: list[str]) -> datetime | None:
    return next(filter(None, map(read_moment, texts)), None)
