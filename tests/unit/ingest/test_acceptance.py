"""Which answer a request gets for what became of its articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tidings.draft import Draft
from tidings.outcome import Ok, Reject, Retry
from tidings.reading import Problem
from tidings_ingest.acceptance import (
    Accepted,
    Origin,
    Rejected,
    UnacknowledgedError,
    accept_items,
    identify_item,
)

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
ORIGIN = Origin(NOW, "gazette", "front")
DRAFTS = [Draft(headline=f"第{n}篇", body="桥修好了。") for n in range(3)]


class Publisher:
    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.published = []

    async def publish(self, outgoing):
        self.published += [each.article for each in outgoing]
        return self.outcomes[: len(outgoing)]


async def test_items_keep_their_order_and_bad_ones_hold_up_no_other():
    bad = Problem("line 7", "no article")
    publisher = Publisher(Ok("accepted"), Reject("too_large", "larger than a message"))

    items = await accept_items([DRAFTS[0], bad, DRAFTS[1]], ORIGIN, publisher)

    assert [type(each) for each in items] == [Accepted, Rejected, Rejected]
    assert items[1].problem == bad
    assert items[2].problem.detail == "larger than a message"
    assert [each.headline for each in publisher.published] == ["第0篇", "第1篇"]


async def test_one_article_that_may_not_be_there_leaves_none_accepted():
    publisher = Publisher(Ok("accepted"), Retry("unacknowledged"), Ok("accepted"))

    with pytest.raises(UnacknowledgedError) as error:
        await accept_items(DRAFTS, ORIGIN, publisher)
    assert error.value.missing == 1


async def test_where_nothing_could_be_read_nothing_is_published():
    publisher = Publisher()

    (item,) = await accept_items([Problem("a", "b")], ORIGIN, publisher)
    assert isinstance(item, Rejected)
    assert publisher.published == []


def test_an_article_gets_what_the_request_says_where_it_says_nothing_itself():
    article = identify_item(DRAFTS[0], ORIGIN)
    own = identify_item(DRAFTS[0].model_copy(update={"source": "hill-daily"}), ORIGIN)

    assert (article.source, article.feed, article.received_at) == ("gazette", "front", NOW)
    assert (own.source, own.feed) == ("hill-daily", "front")


def test_an_article_of_nobody_or_of_no_name_has_no_identity():
    assert identify_item(DRAFTS[0], Origin(NOW)).where == "source"
    assert identify_item(DRAFTS[0].model_copy(update={"feed": "a b"}), ORIGIN).where == "feed"


def test_an_embargoed_article_is_refused_until_it_may_be_read():
    def identify(until: datetime):
        return identify_item(DRAFTS[0].model_copy(update={"embargoed_until": until}), ORIGIN)

    early = identify(NOW + timedelta(seconds=1))
    assert isinstance(early, Problem)
    assert early.where == "embargoed_until"
    assert "2031-05-04T12:00:01" in early.detail
    assert not isinstance(identify(NOW), Problem)
