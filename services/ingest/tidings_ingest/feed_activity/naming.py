"""Whose account a push goes to."""

from __future__ import annotations

from tidings.feeds.totals import FeedName
from tidings_ingest.acceptance import Item, Origin


def name_item(item: Item) -> FeedName:
    """Return the feed of an item that got as far as to have an article."""
    assert item.article is not None  # noqa: S101 - asked before
    return FeedName(item.article.source, item.article.feed)


def name_origin(origin: Origin) -> FeedName | None:
    """Return the feed that the request names or its key belongs to; None where neither does."""
    source = origin.caller.source or origin.source
    return None if source is None else FeedName(source, origin.feed)
