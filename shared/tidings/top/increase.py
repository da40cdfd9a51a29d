"""How much counters and histograms rose between two looks. Pure; a restart never counts less."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from tidings.top.scrape import Key, Scrape

Buckets = Mapping[float, float]
"""By upper bound, how many observations were at most that; the last bound is infinity."""
BUCKET: Final = "_bucket"


def measure_increase(looks: Sequence[Scrape], name: str, by: str) -> dict[str, float]:
    """Return by the label ``by`` how much the counter ``name`` rose from first to last look.

    A counter that is less than before was started anew: what it has is what came since. So it is
    with one that was not there while its stage was.
    """
    rose: defaultdict[str, float] = defaultdict(float)
    for key, steps in _pair(looks, name):
        rose[dict(key[1]).get(by, "")] += sum(_rise(before, after) for before, after in steps)
    return dict(rose)


def measure_buckets(looks: Sequence[Scrape], name: str, wanted: Mapping[str, str]) -> Buckets:
    """Return how much each bucket of the histogram ``name`` rose, over all its other labels."""
    rose: defaultdict[float, float] = defaultdict(float)
    for key, steps in _pair(looks, name + BUCKET):
        labels = dict(key[1])
        if wanted.items() <= labels.items():
            rose[float(labels["le"])] += sum(_rise(before, after) for before, after in steps)
    return dict(rose)


def total_buckets(look: Scrape, name: str, wanted: Mapping[str, str]) -> Buckets:
    """Return the buckets as they are in one look: since the start of the stage."""
    found: defaultdict[float, float] = defaultdict(float)
    for labels, value in look.select(name + BUCKET, **wanted):
        found[float(labels["le"])] += value
    return dict(found)


def find_quantile(buckets: Buckets, share: float) -> float | None:
    """Return the value that ``share`` of the observations do not exceed; None without observations.

    Within a bucket the observations are taken as spread evenly, as Prometheus's own
    ``histogram_quantile`` has it. Beyond the last bound that bound is returned.
    """
    bounds = sorted(buckets)
    total = buckets[bounds[-1]] if bounds else 0
    if total <= 0:
        return None
    rank = share * total
    lower, below = 0.0, 0.0
    for bound in bounds:
        # A restart between two looks can leave a bucket below the one before it.
        reached = max(below, buckets[bound])
        if reached >= rank:
            if math.isinf(bound):
                return lower
            return lower + (bound - lower) * ((rank - below) / (reached - below))
        lower, below = bound, reached
    return lower


def _pair(looks: Sequence[Scrape], name: str) -> Iterable[tuple[Key, list[tuple[float, float]]]]:
    keys = {key: None for look in looks for key in look.values if key[0] == name}
    for key in keys:
        values = [look.values.get(key, 0.0) for look in looks]
        yield key, list(pairwise(values))


def _rise(before: float, after: float) -> float:
    return after - before if after >= before else after
