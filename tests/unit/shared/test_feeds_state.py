"""A feed that has gone silent is seen, and feeds that carry the same articles are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from feed_records import DAY, NOON, make_record
from hypothesis import given, settings
from hypothesis import strategies as some

from tidings.feeds.shares import MOST_FEEDS_OF_ONE_BODY, measure_shares
from tidings.feeds.state import IndexedFeed, describe_feeds
from tidings.feeds.totals import FeedName

DAYS = timedelta(days=1)
OURS, THEIRS, OTHERS = (FeedName(each, None) for each in ("ours", "theirs", "others"))


def make_daily(source, days, **changed):
    """Return what comes at noon of each of ``days`` days from DAY on."""
    return [
        make_record(source, day=DAY + n * DAYS, last_push=NOON + n * DAYS, **changed)
        for n in range(days)
    ]


@pytest.mark.parametrize(("hours", "silent"), [(20, False), (36, False), (37, True)])
def test_a_daily_feed_is_silent_after_a_day_and_a_half(hours, silent):
    now = NOON + 4 * DAYS + timedelta(hours=hours)
    (state,) = describe_feeds(make_daily("gazette", 5), now, DAY)
    assert state.longest_pause == DAYS
    assert state.is_silent is silent


def test_a_feed_that_is_new_is_not_called_silent():
    (state,) = describe_feeds(make_daily("gazette", 2), NOON + 90 * DAYS, DAY)
    assert (state.longest_pause, state.is_silent) == (None, False)


def test_the_quietest_feed_comes_first():
    records = [*make_daily("b-late", 3), *make_daily("a-early", 2), *make_daily("c-late", 3)]
    names = [each.name.source for each in describe_feeds(records, NOON + 5 * DAYS, DAY)]
    assert names == ["a-early", "b-late", "c-late"]


def test_counts_are_of_the_days_asked_for_and_the_last_push_of_all():
    (state,) = describe_feeds(make_daily("gazette", 3, accepted=2), NOON + 9 * DAYS, DAY + DAYS)
    assert state.period.accepted == 4
    assert list(state.days) == [DAY + DAYS, DAY + 2 * DAYS]
    assert state.quiet_for == 7 * DAYS
    (state,) = describe_feeds(make_daily("gazette", 3), NOON + 9 * DAYS, DAY + 8 * DAYS)
    assert state.period.accepted == 0
    assert state.last_push == NOON + 2 * DAYS


def test_a_feed_whose_records_are_gone_is_known_from_its_articles():
    indexed = {FeedName("old-post", "sport"): IndexedFeed(7, NOON - 60 * DAYS, NOON - 50 * DAYS)}
    (state,) = describe_feeds([], NOON, DAY, indexed)
    assert state.quiet_for == 50 * DAYS
    assert state.newest_published_at == NOON - 60 * DAYS
    assert state.period.accepted == 0


def test_the_newest_article_is_the_later_of_what_was_pushed_and_what_is_in_the_index():
    pushed = make_record("gazette", newest_published_at=NOON)
    for found in (NOON - DAYS, NOON + DAYS, None):
        indexed = {FeedName("gazette", None): IndexedFeed(1, found, NOON)}
        (state,) = describe_feeds([pushed], NOON + DAYS, DAY, indexed)
        assert state.newest_published_at == max(NOON, found or NOON)


def test_shares_are_counted_from_each_side():
    rows = [("1", OURS), ("1", THEIRS), ("2", OURS), ("2", THEIRS), ("3", OURS), ("4", OURS)]
    shares = measure_shares(rows).by_feed
    (ours,), (theirs,) = shares[OURS], shares[THEIRS]
    assert (ours.name, ours.common, ours.of, ours.part) == (THEIRS, 2, 4, 0.5)
    assert (theirs.name, theirs.common, theirs.of, theirs.part) == (OURS, 2, 2, 1.0)


def test_a_text_under_every_feed_is_no_shared_article():
    everybody = [FeedName(f"s{n}", None) for n in range(MOST_FEEDS_OF_ONE_BODY + 1)]
    rows = [*(("1", each) for each in everybody), ("2", OURS), ("2", THEIRS)]
    assert measure_shares(rows).by_feed.keys() == {OURS, THEIRS}


@settings(deadline=None)
@given(
    some.sets(some.tuples(some.sampled_from("abcdef"), some.sampled_from([OURS, THEIRS, OTHERS])))
)
def test_what_one_feed_shares_with_another_the_other_shares_with_it(rows):
    by_feed = measure_shares(sorted(rows, key=str)).by_feed
    counted = {(one, each.name): each.common for one, some in by_feed.items() for each in some}
    for (one, other), common in counted.items():
        bodies = [{body for body, name in rows if name == each} for each in (one, other)]
        assert common == counted[other, one] == len(bodies[0] & bodies[1])
