"""What feeds push is counted by feed and day, in bounded memory, and only for those we know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feed_records import make_reason
from hypothesis import given, settings
from hypothesis import strategies as some

from tidings.draft import Draft, identify_draft
from tidings.feeds.record import MOST_REASONS, OTHER
from tidings.feeds.totals import FeedName, total_records
from tidings.reading import Problem
from tidings_ingest.acceptance import Accepted, Origin, Rejected, Unchanged
from tidings_ingest.authentication import Caller
from tidings_ingest.feed_activity.counts import FeedCounts
from tidings_ingest.feed_activity.row import MOST_CLASSES, Row

NOW = datetime(2031, 5, 4, 12, 30, tzinfo=UTC)
HEADLINE = Problem("item 3, headline", "too long")


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def make_counts(most_feeds=1_000, clock=None):
    return FeedCounts("run", clock or Clock(), most_feeds)


def make_origin(source=None, feed=None, **changed):
    return Origin(NOW, source, feed, **changed)


def accept(source="gazette", feed=None, **fields):
    draft = Draft(headline="桥", body="渡口镇的桥修好了。", **fields)
    return Accepted(identify_draft(draft, source=source, feed=feed, received_at=NOW))


def test_each_item_is_counted_for_its_feed():
    counts = make_counts()
    published = NOW - timedelta(hours=2)
    counts.note_items(
        make_origin("gazette"),
        [
            accept(published_at=published),
            accept(),
            Rejected(HEADLINE),
            accept("hill-post", "sport"),
        ],
    )
    other, ours = sorted(counts.take_changed(), key=lambda each: each.source, reverse=True)
    assert (ours.source, ours.feed, ours.accepted, ours.rejected) == ("gazette", None, 2, 1)
    assert (other.source, other.feed, other.accepted, other.rejected) == (
        "hill-post",
        "sport",
        1,
        0,
    )
    assert ours.pushes == other.pushes == 1
    assert (ours.newest_published_at, other.newest_published_at) == (published, None)
    assert ours.last_push == NOW
    assert ours.hours == 1 << 12
    assert ours.reasons == (make_reason("headline", last_at=NOW),)


def test_what_is_held_or_unchanged_is_counted_as_that():
    counts = make_counts()
    article = accept().article
    items = [Accepted(article, held_until=NOW), Unchanged(article), Unchanged(article, NOW)]
    counts.note_items(make_origin("gazette"), items)
    (record,) = counts.take_changed()
    assert (record.accepted, record.held, record.unchanged) == (0, 1, 2)


def test_an_item_without_identity_goes_to_the_feed_that_the_request_or_the_others_name():
    counts = make_counts()
    key = Caller("k", "gazette")
    counts.note_items(make_origin(caller=key), [Rejected(HEADLINE), accept(feed="sport")])
    counts.note_items(make_origin(feed="news", caller=key), [Rejected(HEADLINE)])
    found = {each.feed: (each.accepted, each.rejected) for each in counts.take_changed()}
    assert found == {"sport": (1, 1), "news": (0, 1)}


def test_a_request_that_cannot_be_read_is_one_rejection():
    counts = make_counts()
    counts.note_refusal(make_origin("gazette", "sport"), [Problem("line 2, column 7", "no JSON")])
    (record,) = counts.take_changed()
    assert (record.pushes, record.refused, record.rejected) == (1, 1, 1)
    assert [each.where for each in record.reasons] == ["line #, column #"]


def test_a_sender_that_nobody_knows_makes_no_row():
    counts = make_counts()
    counts.note_refusal(make_origin(), [HEADLINE])
    counts.note_items(make_origin(), [Rejected(HEADLINE)])
    assert counts.take_changed() == []


def test_a_request_that_was_answered_before_is_a_sign_of_life():
    counts = make_counts()
    counts.note_items(make_origin("gazette", "sport"), [])
    (record,) = counts.take_changed()
    assert (record.feed, record.pushes, record.accepted) == ("sport", 1, 0)


def test_only_what_changed_is_taken_and_what_is_put_back_comes_again():
    counts = make_counts()
    counts.note_items(make_origin("gazette"), [accept()])
    counts.note_items(make_origin("hill-post"), [accept("hill-post")])
    assert len(counts.take_changed()) == 2
    assert counts.take_changed() == []
    counts.note_items(make_origin("gazette"), [accept()])
    (record,) = counts.take_changed()
    assert (record.source, record.accepted) == ("gazette", 2)
    counts.put_back([record])
    assert counts.take_changed() == [record]


def test_a_day_has_rows_of_its_own_and_the_one_before_yesterday_is_forgotten():
    clock = Clock()
    counts = make_counts(clock=clock)
    for _ in range(3):
        counts.note_items(make_origin("gazette"), [accept()])
        clock.now += timedelta(days=1)
    records = counts.take_changed()
    assert [each.day.day for each in records] == [5, 6]
    assert {each.accepted for each in records} == {1}


def test_feeds_beyond_the_limit_are_counted_together_and_none_is_lost():
    counts = make_counts(most_feeds=2)
    for number in range(5):
        counts.note_items(make_origin(), [accept(f"source-{number}")])
    counts.note_items(make_origin(), [accept("source-1"), accept("source-8"), accept("source-9")])
    records = {each.source: each for each in counts.take_changed()}
    assert {name: each.accepted for name, each in records.items()} == {
        "source-0": 1,
        "source-1": 2,
        OTHER: 5,
    }
    assert records[OTHER].pushes == 4


@settings(deadline=None)
@given(some.lists(some.text(max_size=5), max_size=60))
def test_reasons_of_any_number_are_bounded_and_add_up(wheres):
    counts = make_counts()
    for where in wheres:
        counts.note_items(make_origin("gazette"), [Rejected(Problem(where, "why"))])
    total = total_records(counts.take_changed())
    assert total.rejected == sum(each.count for each in total.reasons.values()) == len(wheres)
    assert len(total.reasons) <= MOST_REASONS + 1


def test_a_row_keeps_no_more_classes_of_reasons_than_it_has_room_for():
    row = Row(FeedName("gazette", None), NOW.date(), NOW)
    for number in range(1_000):
        row.add_rejected(
            Problem(f"made-up-{'x' * (number % 50)}{chr(0x4E00 + number)}", "why"), NOW
        )
    assert len(row.reasons) == MOST_CLASSES + 1
    assert sum(each.count for each in row.reasons.values()) == row.rejected == 1_000


def test_the_most_frequent_reasons_are_named():
    counts = make_counts()
    for number in range(15):
        counts.note_refusal(make_origin("gazette"), [Problem(f"rare{'x' * number}", "why")])
    for _ in range(3):
        counts.note_refusal(make_origin("gazette"), [Problem("often", "why")])
    (record,) = counts.take_changed()
    assert record.reasons[0].where == "often"
    assert record.reasons[-1].where == OTHER


def test_what_goes_wrong_in_counting_fails_no_push():
    counts = make_counts()
    counts.note_items(make_origin("gazette"), [object()])
    counts.note_items(make_origin("gazette"), [accept()])
    assert counts.take_changed()[0].accepted == 1
