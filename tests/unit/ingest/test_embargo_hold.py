"""What is held back, until when, and as which revision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tidings.draft import Draft, identify_draft
from tidings.reading import Problem
from tidings_ingest.embargo.hold import decide_hold, hold_back
from tidings_ingest.embargo.release_time import LONGEST_EMBARGO

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
SOON = NOON + timedelta(hours=1)
BEIJING = timezone(timedelta(hours=8))


def draft(until=None, **fields):
    return Draft(headline="渡口镇的桥", body="桥修好了。", embargoed_until=until, **fields)


def identify(modified_at):
    return identify_draft(draft(modified_at=modified_at), source="gazette", received_at=NOON)


@pytest.mark.parametrize("until", [None, NOON, NOON - timedelta(days=1)])
def test_without_an_embargo_or_after_it_an_article_goes_at_once(until):
    assert decide_hold(draft(until), NOON) is None


def test_an_article_is_held_until_its_embargo_ends_in_utc():
    until = decide_hold(draft(SOON.astimezone(BEIJING)), NOON)
    assert until == SOON
    assert until.tzinfo is UTC


def test_a_withdrawal_is_never_held():
    assert decide_hold(draft(SOON, status="withdrawn"), NOON) is None


def test_an_embargo_may_last_as_long_as_the_topic_keeps_articles_less_a_week_and_no_longer():
    longest = NOON + LONGEST_EMBARGO
    assert decide_hold(draft(longest), NOON) == longest
    found = decide_hold(draft(longest + timedelta(milliseconds=1)), NOON)
    assert isinstance(found, Problem)
    assert found.where == "embargoed_until"
    assert "83 days" in found.detail


def test_an_embargo_at_the_end_of_all_dates_is_one_problem_like_the_others():
    far = datetime.max.replace(tzinfo=timezone(-timedelta(hours=23)))
    assert isinstance(decide_hold(draft(far), NOON), Problem)


def test_what_is_held_is_a_millisecond_older_than_what_goes_at_once():
    article = identify(NOON - timedelta(hours=1))
    held, free = hold_back(article, SOON), hold_back(article, None)
    assert held.article.revision == free.article.revision - 1
    assert (held.held_until, free.held_until) == (SOON, None)
    assert held.article.content_hash == free.article.content_hash


def test_no_revision_becomes_negative():
    article = identify(datetime(1970, 1, 1, tzinfo=UTC))
    assert hold_back(article, SOON).article.revision >= 0
