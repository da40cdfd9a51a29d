"""An article as a format reads it, before it is known whose it is and when it came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from tidings.article import Article, Lineage, LineNumber, Text
from tidings.identity import derive_article_id, derive_revision, hash_content

_TEXT_FIELDS = tuple(Text.model_fields)
# What the commands that need no server print of a draft, in this order.
_SHOWN = (
    "lines",
    "kicker",
    "headline",
    "subhead",
    "byline",
    "dateline",
    "captions",
    "body",
    "published_at",
    "language",
    "url",
)


class Draft(Text):
    """One article as it stood in what a feed sent; every format gives these.

    ``publisher_id`` is the publisher's own id, if there is one. ``page`` is the page header as
    printed, ``lines`` are 1-based physical lines, both ends included. ``source`` and ``feed`` are
    there where the format itself says whose the article is. Before ``embargoed_until`` the
    publisher wants nobody to read it.
    """

    body: str = ""
    source: str | None = None
    feed: str | None = None
    publisher_id: str | None = None
    modified_at: AwareDatetime | None = None
    embargoed_until: AwareDatetime | None = None
    page: str | None = None
    lines: tuple[LineNumber, LineNumber] | None = None


def identify_draft(
    draft: Draft,
    *,
    source: str,
    received_at: datetime,
    feed: str | None = None,
    trace_id: str | None = None,
) -> Article:
    """Return the article that ``draft`` becomes when ``source`` sends it at ``received_at``."""
    texts = (draft.kicker, draft.headline, draft.subhead, *draft.byline, draft.body, draft.status)
    captions = tuple(each.text for each in draft.captions)
    return Article(
        **{name: getattr(draft, name) for name in _TEXT_FIELDS},
        id=derive_article_id(
            source, draft.publisher_id or draft.url, headline=draft.headline, body=draft.body
        ),
        revision=derive_revision(draft.modified_at, received_at),
        content_hash=hash_content(*texts, *captions),
        source=source,
        feed=feed,
        received_at=received_at,
        lineage=Lineage(page=draft.page, lines=draft.lines, trace_id=trace_id),
    )


def describe_draft(draft: Draft) -> dict[str, Any]:
    """Return what ``tidings split --json`` and ``tidings tag --json`` print of a draft."""
    fields = draft.model_dump(mode="json")
    return {name: fields[name] for name in _SHOWN}
