"""Which feeds carry the same articles, from the hashes of bodies that each has. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, permutations
from typing import Final

from tidings.feeds.totals import FeedName

# A text in more feeds than that is no article but what stands under all of them. 50 feeds make
# 2,450 pairs.
MOST_FEEDS_OF_ONE_BODY: Final = 50


@dataclass(frozen=True, slots=True)
class Share:
    """``common`` of the ``of`` texts of one feed stand in the other feed ``name``, too."""

    name: FeedName
    common: int
    of: int

    @property
    def part(self) -> float:
        """Return the part of all, 0 to 1."""
        return self.common / self.of


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of each feed, largest first; ``sampled`` is the part of all texts looked at."""

    by_feed: Mapping[FeedName, tuple[Share, ...]] = field(default_factory=dict)
    sampled: float = 1.0


def measure_shares(rows: Iterable[tuple[str, FeedName]], sampled: float = 1.0) -> Shares:
    """Return the shares; ``rows`` are each hash and feed once, the rows of a hash together."""
    texts: Counter[FeedName] = Counter()
    common: Counter[tuple[FeedName, FeedName]] = Counter()
    for _, group in groupby(rows, key=lambda row: row[0]):
        names = [name for _, name in group]
        texts.update(names)
        if len(names) <= MOST_FEEDS_OF_ONE_BODY:
            common.update(permutations(names, 2))
    by_feed: dict[FeedName, list[Share]] = {}
    for (one, other), count in common.items():
        by_feed.setdefault(one, []).append(Share(other, count, texts[one]))
    return Shares(
        {
            name: tuple(sorted(shares, key=lambda each: (-each.common, str(each.name))))
            for name, shares in by_feed.items()
        },
        sampled,
    )
