"""Taking an article back: the message that does it, from what is known of the article. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tidings.article import LARGEST_WHOLE_NUMBER, Article, Lineage
from tidings.identity import derive_revision, hash_content
from tidings.whereabouts.facts import Facts
from tidings.whereabouts.findings import InDeadLetters, Whereabouts

# As of a draft that is withdrawn and has neither headline nor body.
_NO_WORDS: Final = hash_content(None, None, None, "", "withdrawn")


def find_withdrawal(article_id: str, where: Whereabouts) -> Article | None:
    """Return the withdrawal that is in force or on its way, None when there is none.

    One among the dead letters takes nothing back.
    """
    facts = where.newest.facts
    if facts.status != "withdrawn" or isinstance(where.newest, InDeadLetters):
        return None
    if facts.source is None or facts.received_at is None:
        return None
    return _write(article_id, facts, facts.source, where.newest_revision, facts.received_at)


def write_withdrawal(
    article_id: str, where: Whereabouts, received_at: datetime, trace_id: str | None = None
) -> Article | None:
    """Return the message: no text, and a revision after every other; None without a source."""
    facts = where.newest.facts
    if facts.source is None:
        return None
    revision = max(derive_revision(None, received_at), where.newest_revision + 1)
    written = _write(article_id, facts, facts.source, revision, received_at, _NO_WORDS)
    return written.model_copy(update={"lineage": Lineage(trace_id=trace_id)})


def _write(  # noqa: PLR0913, PLR0917 - what differs between the two
    article_id: str,
    facts: Facts,
    source: str,
    revision: int,
    received_at: datetime,
    content_hash: str | None = None,
) -> Article:
    return Article(
        id=article_id,
        revision=min(revision, LARGEST_WHOLE_NUMBER),
        content_hash=content_hash or facts.content_hash or _NO_WORDS,
        source=source,
        feed=facts.feed,
        url=facts.url,
        language=facts.language or "und",
        body="",
        status="withdrawn",
        received_at=received_at,
    )
