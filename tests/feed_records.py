"""Records of what feeds push, for tests: made up, or of any kind that there can be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as some

from tidings.feeds.record import FeedDay, Reason

DAY = date(2031, 5, 4)
NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def make_record(source="gazette", feed=None, run="r1", day=DAY, **counts):
    fields = {"pushes": 1, "accepted": 1, "hours": 1 << 12, "last_push": NOON} | counts
    return FeedDay(source=source, feed=feed, run=run, day=day, **fields)


def make_reason(where="headline", count=1, sample="too long", last_at=NOON):
    return Reason(where=where, count=count, sample=sample, last_at=last_at)


counts = some.integers(0, 1_000)
moments = some.integers(0, 86_399).map(lambda seconds: NOON + timedelta(seconds=seconds))
reasons = some.lists(
    some.builds(
        make_reason,
        some.sampled_from(["headline", "body", "source"]),
        counts,
        some.sampled_from(["too long", "unknown", ""]),
        moments,
    ),
    max_size=3,
    unique_by=lambda each: each.where,
)
records = some.builds(
    make_record,
    day=some.sampled_from([DAY, DAY + timedelta(days=1)]),
    pushes=counts,
    refused=counts,
    accepted=counts,
    unchanged=counts,
    held=counts,
    rejected=counts,
    hours=some.integers(0, (1 << 24) - 1),
    last_push=moments,
    newest_published_at=some.none() | moments,
    reasons=reasons.map(tuple),
)
