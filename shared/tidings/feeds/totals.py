"""Records added up. The order in which they come, and how they are grouped, makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from tidings.feeds.record import FeedDay, Reason

_EPOCH: Final = date(1970, 1, 1)
T = TypeVar("T", datetime, date)


class FeedName(NamedTuple):
    """A feed of a source; None is what the source pushes without naming a feed."""

    source: str
    feed: str | None

    def __str__(self) -> str:
        return self.source if self.feed is None else f"{self.source}/{self.feed}"


@dataclass(frozen=True, slots=True)
class Totals:
    """What several records say together; without arguments, what none says.

    ``hours`` are whole hours since 1970 in which something came.
    """

    pushes: int = 0
    refused: int = 0
    accepted: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0
    hours: frozenset[int] = frozenset()
    last_push: datetime | None = None
    newest_published_at: datetime | None = None
    reasons: Mapping[str, Reason] = field(default_factory=dict)

    def __add__(self, other: Totals) -> Totals:
        """Return both together."""
        return Totals(
            pushes=self.pushes + other.pushes,
            refused=self.refused + other.refused,
            accepted=self.accepted + other.accepted,
            unchanged=self.unchanged + other.unchanged,
            held=self.held + other.held,
            rejected=self.rejected + other.rejected,
            hours=self.hours | other.hours,
            last_push=find_later(self.last_push, other.last_push),
            newest_published_at=find_later(self.newest_published_at, other.newest_published_at),
            reasons=_add_reasons(self.reasons, other.reasons),
        )

    def sort_reasons(self) -> list[Reason]:
        """Return the reasons, the most frequent first."""
        return sorted(self.reasons.values(), key=lambda each: (-each.count, each.where))


def total_records(records: Iterable[FeedDay]) -> Totals:
    """Return what ``records`` say together."""
    return reduce(Totals.__add__, map(read_totals, records), Totals())


def read_totals(record: FeedDay) -> Totals:
    """Return what one record says."""
    first_hour = (record.day - _EPOCH).days * 24
    return Totals(
        pushes=record.pushes,
        refused=record.refused,
        accepted=record.accepted,
        unchanged=record.unchanged,
        held=record.held,
        rejected=record.rejected,
        hours=frozenset(first_hour + n for n in range(24) if record.hours >> n & 1),
        last_push=record.last_push.astimezone(UTC),
        newest_published_at=record.newest_published_at,
        reasons={each.where: each for each in record.reasons},
    )


def measure_longest_pause(hours: Iterable[int]) -> timedelta | None:
    """Return the longest time between two hours that follow each other, at least an hour.

    None for fewer than three hours: one pause is no habit.
    """
    ordered = sorted(hours)
    if len(ordered) < 3:
        return None
    return timedelta(hours=max(b - a for a, b in pairwise(ordered)))


def find_later(one: T | None, other: T | None) -> T | None:
    """Return the later of two times, of which either may be missing."""
    if one is None or other is None:
        return one or other
    return max(one, other)


def _add_reasons(ours: Mapping[str, Reason], theirs: Mapping[str, Reason]) -> dict[str, Reason]:
    added = dict(ours)
    for where, their in theirs.items():
        our = added.get(where)
        added[where] = their if our is None else _add_reason(our, their)
    return added


def _add_reason(one: Reason, other: Reason) -> Reason:
    # The sample goes with its time; between two of the same time the words decide.
    latest = max((one, other), key=lambda each: (each.last_at, each.sample))
    return latest.model_copy(update={"count": one.count + other.count})
