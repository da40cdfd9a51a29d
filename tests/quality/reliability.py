"""How confidences compare with what turned out right: the table of bins, and the expected error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Upper ends of the bins; names are seldom tagged with less than 0.5.
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class Judged(NamedTuple):
    """A tag's confidence, and whether a person says the same."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """Tags of like confidence: how many, how sure they were on average, how many were right."""

    count: int
    said: float
    observed: float


def fill_bins(judged: Sequence[Judged]) -> list[Bin]:
    """Return one bin for each of BINS, those without tags with nothing in them."""
    bins: list[Bin] = []
    below = -1.0
    for top in BINS:
        own = [each for each in judged if below < each.confidence <= top]
        count = len(own)
        said = sum(each.confidence for each in own) / max(1, count)
        bins.append(Bin(count, said, sum(each.right for each in own) / max(1, count)))
        below = top
    return bins


def find_error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error: how far a bin is off on average, over all tags."""
    total = sum(abs(each.said - each.observed) * each.count for each in fill_bins(judged))
    return total / max(1, len(judged))


def render(sets: dict[str, Sequence[Judged]]) -> Iterator[str]:
    """Yield the lines of a Markdown table: a row for each set, said and observed for each bin."""
    lows = (0.0, *BINS)
    heads = (f"{low:.1f} to {top:.1f}" for low, top in zip(lows, BINS, strict=False))
    yield f"| tags | {' | '.join(heads)} | all | error |"
    yield f"|---|{'---|' * (len(BINS) + 2)}"
    for name, judged in sets.items():
        cells = (
            f"{each.said:.2f} → {each.observed:.2f} ({each.count})" if each.count else ""
            for each in fill_bins(judged)
        )
        yield f"| {name} | {' | '.join(cells)} | {len(judged)} | {find_error(judged):.3f} |"
