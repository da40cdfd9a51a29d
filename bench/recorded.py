"""Figures as they were recorded and as they are measured now, and which have become worse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figures import Figure, print_value

RECORDED = Path(__file__).with_name("recorded.json")
# A few short turns differ by so much with nothing changed.
MOST_LOST = 0.15


def find_limit(recorded: Figure) -> float:
    """Return the worst that may be measured: ``MOST_LOST`` worse than the middle that is recorded,
    or the worst turn that is recorded, whichever is further from the middle.
    """
    if recorded.most:
        return max(recorded.middle * (1 + MOST_LOST), *recorded.values)
    return min(recorded.middle * (1 - MOST_LOST), *recorded.values)


def find_worse(recorded: Sequence[Figure], measured: Sequence[Figure]) -> dict[str, str]:
    """Return by name what is wrong with figures: worse than the limit, or only on one side."""
    before = {each.name: each for each in recorded}
    now = {each.name: each for each in measured}
    wrong = dict.fromkeys(before.keys() - now.keys(), "recorded, but not measured")
    wrong |= dict.fromkeys(now.keys() - before.keys(), "measured, but not recorded")
    for name in before.keys() & now.keys():
        limit, value = find_limit(before[name]), now[name].middle
        if value > limit if before[name].most else value < limit:
            word = "at most" if before[name].most else "at least"
            wrong[name] = (
                f"{now[name].shown}, recorded {before[name].shown}; "
                f"{word} {print_value(limit)} {before[name].unit} is wanted"
            )
    return dict(sorted(wrong.items()))
