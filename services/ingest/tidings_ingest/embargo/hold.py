"""Whether an article is held back, and as what. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from tidings.article import Article
from tidings.draft import Draft
from tidings.reading import Problem
from tidings_ingest.embargo.release_time import LONGEST_EMBARGO
from tidings_ingest.ports import Outgoing


def decide_hold(draft: Draft, received_at: datetime) -> datetime | Problem | None:
    """Return until when ``draft`` is held back, None when it may go at once.

    An embargo that lasts longer than the topic keeps an article is a problem that names the limit.
    A withdrawal has no text to hold back, and has to come before what it withdraws.
    """
    until = draft.embargoed_until
    if until is None or until <= received_at or draft.status == "withdrawn":
        return None
    if until - received_at > LONGEST_EMBARGO:
        detail = (
            f"embargoed until {until.isoformat()}; articles are held back for "
            f"{LONGEST_EMBARGO.days} days at most, so send it again later"
        )
        return Problem("embargoed_until", detail)
    return until.astimezone(UTC)


def hold_back(article: Article, held_until: datetime | None) -> Outgoing:
    """Return what is sent.

    A held article comes to the road long after it was received. Where the publisher gives it and a
    correction or withdrawal one and the same time, it must not win then: it counts as a
    millisecond older.
    """
    if held_until is None:
        return Outgoing(article)
    revision = max(0, article.revision - 1)
    return Outgoing(article.model_copy(update={"revision": revision}), held_until)
