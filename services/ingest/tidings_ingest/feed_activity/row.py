"""The counts of one feed on one day, while they grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from tidings.feeds.record import (
    MOST_REASONS,
    OTHER,
    FeedDay,
    Reason,
    classify_where,
    cut_sample,
)
from tidings.feeds.totals import FeedName, find_later
from tidings.reading import Problem

# Twice what a record shows, so that a class that becomes frequent late still gets there.
# 20 x (60 + 160 characters of up to 4 bytes) is 18 KB a feed that is wrong in every way there is.
MOST_CLASSES: Final = 2 * MOST_REASONS

Taken = Literal["accepted", "unchanged", "held"]


@dataclass(slots=True)
class Row:
    """Grows with each push; ``snapshot`` says how far it has come."""

    name: FeedName
    day: date
    last_push: datetime
    pushes: int = 0
    refused: int = 0
    rejected: int = 0
    taken: dict[Taken, int] = field(default_factory=dict)
    hours: int = 0
    newest_published_at: datetime | None = None
    reasons: dict[str, Reason] = field(default_factory=dict)

    def add_push(self, at: datetime) -> None:
        """Count a request."""
        self.pushes += 1
        self.hours |= 1 << at.hour
        self.last_push = max(self.last_push, at)

    def add_taken(self, what: Taken, published_at: datetime | None) -> None:
        """Count an item that was not rejected."""
        self.taken[what] = self.taken.get(what, 0) + 1
        self.newest_published_at = find_later(self.newest_published_at, published_at)

    def add_rejected(self, problem: Problem, at: datetime) -> None:
        """Count a rejection, with the first words about it."""
        self.rejected += 1
        where = classify_where(problem.where)
        if where not in self.reasons and len(self.reasons) >= MOST_CLASSES:
            where = OTHER
        before = self.reasons.get(where)
        count = 1 if before is None else before.count + 1
        sample = cut_sample(problem.detail)
        self.reasons[where] = Reason(where=where, count=count, sample=sample, last_at=at)

    def snapshot(self, run: str) -> FeedDay:
        """Return the record of what was counted up to now."""
        return FeedDay(
            source=self.name.source,
            feed=self.name.feed,
            run=run,
            day=self.day,
            pushes=self.pushes,
            refused=self.refused,
            rejected=self.rejected,
            hours=self.hours,
            last_push=self.last_push,
            newest_published_at=self.newest_published_at,
            reasons=_keep_largest(list(self.reasons.values())),
            **self.taken,
        )


def _keep_largest(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Return the most frequent reasons, and the others as one."""
    reasons.sort(key=lambda each: (each.where == OTHER, -each.count))
    kept, others = reasons[:MOST_REASONS], reasons[MOST_REASONS:]
    if not others:
        return tuple(kept)
    latest = max(others, key=lambda each: each.last_at)
    count = sum(each.count for each in others)
    return (*kept, latest.model_copy(update={"where": OTHER, "count": count}))
