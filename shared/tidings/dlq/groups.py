"""Letters counted by reason, stage, source and feed, without keeping any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tidings.dlq.letter import Letter


@dataclass(slots=True)
class Group:
    """Letters that failed alike; oldest and newest are times of failure."""

    reason: str
    stage: str
    source: str | None
    feed: str | None
    letters: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None

    def add(self, failed_at: datetime | None) -> None:
        """Count one more letter."""
        self.letters += 1
        if failed_at is not None:
            self.oldest = min(self.oldest or failed_at, failed_at)
            self.newest = max(self.newest or failed_at, failed_at)


def group_letters(letters: Iterable[Letter]) -> list[Group]:
    """Return the groups, the largest first; ``letters`` is read once."""
    groups: dict[tuple[str, str, str | None, str | None], Group] = {}
    for each in letters:
        key = (each.reason, each.stage, each.source, each.feed)
        if key not in groups:
            groups[key] = Group(*key)
        groups[key].add(each.failed_at)
    return sorted(
        groups.values(),
        key=lambda group: (
            *(-group.letters, group.reason, group.stage),
            *(group.source or "", group.feed or ""),
        ),
    )
