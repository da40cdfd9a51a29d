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
    Unchanged,
    accept_items,
    find_candidate,
    identify_item,
)
from tidings_ingest.article_size import TooLarge
from tidings_ingest.repeats import Repeats

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
ORIGIN = Origin(NOW, "gazette", "front")
DRAFTS = [Draft(headline=f"第{n}篇", body="桥修好了。") for n in range(3)]


class Publisher:
    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.outgoing = []

    @property
    def published(self):
        return [each.article for each in self.outgoing]

    async def publish(self, outgoing):
        self.outgoing += outgoing
        return self.outcomes[: len(outgoing)]


def accept(items, publisher, origin=ORIGIN, repeats=None):
    found = [find_candidate(each, origin) for each in items]
    return accept_items(found, publisher, repeats or Repeats(lambda: 0.0))


async def test_items_keep_their_order_and_bad_ones_hold_up_no_other():
    bad = Problem("line 7", "no article")
    publisher = Publisher(Ok("accepted"), Reject("too_large", "larger than a message"))

    items = await accept([DRAFTS[0], bad, DRAFTS[1]], publisher)

    assert [type(each) for each in items] == [Accepted, Rejected, Rejected]
    assert items[1].problem == bad
    assert items[2].problem.detail == "larger than a message"
    assert [each.headline for each in publisher.published] == ["第0篇", "第1篇"]


async def test_one_article_that_may_not_be_there_leaves_none_accepted():
    publisher = Publisher(Ok("accepted"), Retry("unacknowledged"), Ok("accepted"))

    with pytest.raises(UnacknowledgedError) as error:
        await accept(DRAFTS, publisher)
    assert error.value.missing == 1


async def test_where_nothing_could_be_read_nothing_is_published():
    publisher = Publisher()

    (item,) = await accept([Problem("a", "b")], publisher)
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


EMBARGOED = DRAFTS[0].model_copy(update={"embargoed_until": NOW + timedelta(days=1)})


async def test_an_embargoed_article_is_accepted_and_held_until_it_may_be_read():
    publisher = Publisher(Ok("accepted"))
    (item,) = await accept([EMBARGOED], publisher)

    assert isinstance(item, Accepted)
    assert item.held_until == NOW + timedelta(days=1)
    assert [each.held_until for each in publisher.outgoing] == [NOW + timedelta(days=1)]


async def test_a_repeat_under_the_same_embargo_is_unchanged_and_still_held():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    (first,) = await accept([EMBARGOED], publisher, repeats=repeats)
    (again,) = await accept([EMBARGOED], publisher, later(60), repeats)

    assert isinstance(again, Unchanged)
    assert again.article.revision == first.article.revision
    assert again.held_until == first.held_until
    assert len(publisher.outgoing) == 1


@pytest.mark.parametrize("until", [None, NOW + timedelta(days=2)])
async def test_an_embargo_that_is_lifted_or_changed_is_sent_although_the_text_is_the_same(until):
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    await accept([EMBARGOED], publisher, repeats=repeats)
    changed = EMBARGOED.model_copy(update={"embargoed_until": until})
    (item,) = await accept([changed], publisher, later(60), repeats)

    assert isinstance(item, Accepted)
    held, other = publisher.outgoing
    assert other.held_until == until
    assert other.article.revision > held.article.revision


def test_an_embargo_longer_than_articles_are_kept_is_a_problem():
    far = EMBARGOED.model_copy(update={"embargoed_until": NOW + timedelta(days=400)})
    found = find_candidate(far, ORIGIN)

    assert isinstance(found, Problem)
    assert found.where == "embargoed_until"


def write(headline, **changed):
    return Draft(publisher_id="a-1", headline=headline, body="桥修好了。").model_copy(
        update=changed
    )


def later(seconds):
    return Origin(NOW + timedelta(seconds=seconds), "gazette", "front")


async def test_a_repeat_is_unchanged_under_the_revision_it_was_sent_with():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    (first,) = await accept([write("x")], publisher, repeats=repeats)
    (again,) = await accept([write("x")], publisher, later(60), repeats)

    assert isinstance(again, Unchanged)
    assert again.article.revision == first.article.revision
    assert again.article.content_hash == first.article.content_hash
    assert len(publisher.published) == 1


async def test_a_repeat_of_what_was_not_acknowledged_is_sent_again():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Retry("unacknowledged"))
    for _ in range(2):
        with pytest.raises(UnacknowledgedError):
            await accept([write("x")], publisher, repeats=repeats)
    publisher.outcomes = [Reject("too_large", "larger than a message")]
    await accept([write("x")], publisher, repeats=repeats)
    publisher.outcomes = [Ok("accepted")]
    (item,) = await accept([write("x")], publisher, repeats=repeats)

    assert isinstance(item, Accepted)
    assert len(publisher.published) == 4


class FailingPublisher:
    async def publish(self, outgoing):
        raise RuntimeError("gone")


async def test_a_text_that_comes_back_after_a_failure_of_ours_is_sent():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    await accept([write("x")], publisher, repeats=repeats)
    with pytest.raises(RuntimeError):
        await accept([write("y")], FailingPublisher(), later(1), repeats)
    (item,) = await accept([write("x")], publisher, later(2), repeats)

    assert isinstance(item, Accepted)


async def test_an_article_that_is_withdrawn_and_one_that_comes_back_are_changes():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    for second, status in enumerate(("published", "withdrawn", "withdrawn", "published")):
        await accept([write("x", status=status)], publisher, later(second), repeats)

    assert [each.status for each in publisher.published] == ["published", "withdrawn", "published"]


async def test_what_the_publisher_dates_later_is_sent_although_the_words_are_the_same():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(Ok("accepted"))
    for minutes in (3, 2, 2, 1, 3):
        draft = write("x", modified_at=NOW - timedelta(minutes=minutes))
        await accept([draft], publisher, repeats=repeats)

    assert len(publisher.published) == 3


async def test_after_a_restart_a_repeat_is_sent_again():
    publisher = Publisher(Ok("accepted"))
    for _ in range(2):
        (item,) = await accept([write("x")], publisher)
        assert isinstance(item, Accepted)
    first, again = publisher.published
    assert first == again


async def test_in_one_batch_an_exact_repeat_is_unchanged_and_another_text_is_sent_after_the_first():
    publisher = Publisher(*[Ok("accepted")] * 3)
    items = await accept([write(each) for each in "xxyyx"], publisher)

    expected = [Accepted, Unchanged, Accepted, Unchanged, Accepted]
    assert [type(each) for each in items] == expected
    assert [each.headline for each in publisher.published] == ["x", "y", "x"]
    assert len({each.revision for each in publisher.published}) == 1


async def test_in_one_batch_a_repeat_is_refused_with_what_it_repeats():
    publisher = Publisher(Reject("too_large", "larger than a message"))
    items = await accept([write("x"), write("x")], publisher)

    assert [type(each) for each in items] == [Rejected, Rejected]


async def test_in_one_batch_what_is_on_the_road_and_what_is_new_keep_their_order():
    repeats, publisher = Repeats(lambda: 0.0), Publisher(*[Ok("accepted")] * 2)
    await accept([write("x")], publisher, repeats=repeats)
    items = await accept([write(each) for each in "xxyx"], publisher, later(1), repeats)

    assert [type(each) for each in items] == [Unchanged, Unchanged, Accepted, Accepted]


def test_an_article_has_at_most_one_mebibyte_of_text():
    fits = DRAFTS[0].model_copy(update={"body": "桥" * 349_520})
    over = fits.model_copy(update={"byline": ("周小禾周小禾",)})

    assert not isinstance(identify_item(fits, ORIGIN), Problem)
    problem = identify_item(over, ORIGIN)
    assert isinstance(problem, TooLarge)
    assert "1048585 bytes" in problem.detail
    assert "1048576 (1 MiB)" in problem.detail
