"""Drafts to articles to the topic, and what becomes of each item of a request.

The order that keeps the promise of a 202:

1. each item that could be read gets its identity, or a reason why it cannot have one;
2. what is on the road as it stands is left out;
3. the other articles are published, and each acknowledgement is waited for;
4. only when no article is left unacknowledged is there an answer that accepts anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import assert_never

from tidings.article import Article
from tidings.draft import Draft, identify_draft
from tidings.naming import check_name
from tidings.outcome import Ok, Reject, Retry
from tidings.reading import Problem
from tidings_ingest.article_size import TooLarge, check_size
from tidings_ingest.authentication import ANYBODY, Caller, name_foreign_source
from tidings_ingest.embargo.hold import decide_hold, hold_back
from tidings_ingest.ports import Outgoing, Published, Publisher
from tidings_ingest.repeats import Repeats, take_version
from tidings_ingest.sending import Again, Candidate, Choice, Known, New, choose_new, send_new


@dataclass(frozen=True, slots=True)
class Origin:
    """What the request says about where its articles come from, and when it came.

    ``caller`` is who pushes: with a key, everything has to be of the key's source. ``trace_id``
    goes into the lineage of each article and makes no other version of it.
    """

    received_at: datetime
    source: str | None = None
    feed: str | None = None
    caller: Caller = ANYBODY
    trace_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article that is safe; ``held_until`` is the end of its embargo."""

    article: Article
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that was safe before as it stands; ``article`` has the revision of that."""

    article: Article
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that can never be taken as it is; ``article`` is there once it had an identity."""

    problem: Problem
    article: Article | None = None


Item = Accepted | Unchanged | Rejected


class UnacknowledgedError(Exception):
    """Some articles of a request are not known to be on the topic; the sender may repeat all."""

    def __init__(self, missing: int, of: int) -> None:
        super().__init__(f"{missing} of {of} articles were not acknowledged by Kafka")
        self.missing = missing


async def accept_items(
    found: Sequence[Candidate | Problem], publisher: Publisher, repeats: Repeats
) -> list[Item]:
    """Return what became of each item that ``find_candidate`` gave, in their order.

    Raises UnacknowledgedError when one article or more may not be on the topic.
    """
    candidates = [each for each in found if isinstance(each, Candidate)]
    choices, new = choose_new(candidates, repeats)  # 2
    published = await send_new(new, publisher, repeats)  # 3
    missing = sum(isinstance(each, Retry) for each in published)
    if missing:
        raise UnacknowledgedError(missing, len(new))
    settled = map(partial(_settle, published, new), candidates, choices)  # 4
    return [Rejected(each) if isinstance(each, Problem) else next(settled) for each in found]


def find_candidate(item: Draft | Problem, origin: Origin) -> Candidate | Problem:  # 1
    """Return what could be sent of ``item``, or what is wrong with it. Pure."""
    if isinstance(item, Problem):
        return item
    article = identify_item(item, origin)
    if isinstance(article, Problem):
        return article
    held_until = decide_hold(item, origin.received_at)
    if isinstance(held_until, Problem):
        return held_until
    outgoing = hold_back(article, held_until)
    version = take_version(outgoing.article, item.modified_at, held_until)
    return Candidate(outgoing, version)


def identify_item(item: Draft, origin: Origin) -> Article | Problem:
    """Return the article that ``item`` is, or what keeps it from being one.

    What the article itself says about its source and feed goes before what the request says, and
    the key's source is the last resort.
    """
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
    if (too_large := check_size(item)) is not None:
        return too_large
    if item.modified_at is None and caller.sent_at is not None:
        # The sending makes the revision: a request that somebody has recorded and sends again
        # cannot overwrite a later correction.
        item = item.model_copy(update={"modified_at": caller.sent_at})
    return identify_draft(
        item,
        source=source,
        feed=feed,
        received_at=origin.received_at,
        trace_id=origin.trace_id,
    )


def _settle(
    published: Sequence[Published], new: Sequence[Candidate], candidate: Candidate, choice: Choice
) -> Item:
    outgoing = candidate.outgoing
    match choice:
        case New(position):
            return _settle_new(outgoing, published[position])
        case Again(position):
            first = _settle_new(new[position].outgoing, published[position])
            if isinstance(first, Rejected):
                return Rejected(first.problem, outgoing.article)
            return _leave_unchanged(outgoing, new[position].version.revision)
        case Known(revision):
            return _leave_unchanged(outgoing, revision)
        case _:
            assert_never(choice)


def _settle_new(outgoing: Outgoing, outcome: Published) -> Accepted | Rejected:
    match outcome:
        case Ok():
            return Accepted(outgoing.article, outgoing.held_until)
        case Reject(_, detail):
            return Rejected(TooLarge("article", detail), outgoing.article)
        case Retry():
            raise UnacknowledgedError(1, 1)
        case _:
            assert_never(outcome)


def _leave_unchanged(outgoing: Outgoing, revision: int) -> Unchanged:
    article = outgoing.article.model_copy(update={"revision": revision})
    return Unchanged(article, outgoing.held_until)
