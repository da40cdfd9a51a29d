"""Drafts to articles to the topic, and what becomes of each item of a request.

The order that keeps the promise of a 202:

1. each item that could be read gets its identity, or a reason why it cannot have one;
2. the articles are published, and each acknowledgement is waited for;
3. only when no article is left unacknowledged is there an answer that accepts anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from tidings.article import Article
from tidings.draft import Draft, identify_draft
from tidings.outcome import Ok, Reject, Retry
from tidings.reading import Problem
from tidings_ingest.authentication import ANYBODY, Caller, name_foreign_source
from tidings_ingest.naming import check_name
from tidings_ingest.ports import Outgoing, Published, Publisher


@dataclass(frozen=True, slots=True)
class Origin:
    """What the request says about where its articles come from, and when it came.

    ``caller`` is who pushes: with a key, everything has to be of the key's source.
    """

    received_at: datetime
    source: str | None = None
    feed: str | None = None
    caller: Caller = ANYBODY


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article that is safe."""

    article: Article


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that can never be taken as it is; ``article`` is there once it had an identity."""

    problem: Problem
    article: Article | None = None


Item = Accepted | Rejected


class UnacknowledgedError(Exception):
    """Some articles of a request are not known to be on the topic; the sender may repeat all."""

    def __init__(self, missing: int, of: int) -> None:
        super().__init__(f"{missing} of {of} articles were not acknowledged by Kafka")
        self.missing = missing


async def accept_items(
    items: Sequence[Draft | Problem], origin: Origin, publisher: Publisher
) -> list[Item]:
    """Return what became of each item, in their order.

    Raises UnacknowledgedError when one article or more may not be on the topic.
    """
    identified = [identify_item(each, origin) for each in items]  # 1
    articles = [each for each in identified if isinstance(each, Article)]
    outgoing = [Outgoing(each) for each in articles]
    published = await publisher.publish(outgoing) if outgoing else []  # 2
    missing = sum(isinstance(each, Retry) for each in published)
    if missing:
        raise UnacknowledgedError(missing, len(articles))
    outcomes = iter(published)
    return [  # 3
        Rejected(each) if isinstance(each, Problem) else _settle(each, next(outcomes))
        for each in identified
    ]


def identify_item(item: Draft | Problem, origin: Origin) -> Article | Problem:
    """Return the article that ``item`` is, or what keeps it from being one.

    What the article itself says about its source and feed goes before what the request says, and
    the key's source is the last resort.
    """
    if isinstance(item, Problem):
        return item
    embargo = item.embargoed_until
    if embargo is not None and embargo > origin.received_at:
        # Nothing here could hold it back, and to publish it early is the one thing it forbids.
        detail = f"embargoed until {embargo.isoformat()}; send it again when that has passed"
        return Problem("embargoed_until", detail)
    caller = origin.caller
    source, feed = item.source or origin.source or caller.source, item.feed or origin.feed
    if source is None:
        return Problem("source", "whose article is it? name the source with ?source=")
    for where, name in (("source", source), ("feed", feed)):
        try:
            if name is not None:
                check_name(name)
        except ValueError as error:
            return Problem(where, str(error))
    if caller.source is not None and source != caller.source:
        return name_foreign_source("article", source, caller.source)
    if item.modified_at is None and caller.sent_at is not None:
        # The sending makes the revision: a request that somebody has recorded and sends again
        # cannot overwrite a later correction.
        item = item.model_copy(update={"modified_at": caller.sent_at})
    return identify_draft(item, source=source, feed=feed, received_at=origin.received_at)


def _settle(article: Article, outcome: Published) -> Item:
    match outcome:
        case Ok():
            return Accepted(article)
        case Reject(_, detail):
            return Rejected(Problem("body", detail), article)
        case Retry():
            raise UnacknowledgedError(1, 1)
        case _:
            assert_never(outcome)
