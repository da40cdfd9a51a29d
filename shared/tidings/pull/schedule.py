"""When a feed is asked for again. Pure: randomness is an argument."""

from __future__ import annotations

from typing import Final

from tidings.pull.durations import SHORTEST_S
from tidings.pull.outcome import Delivered, Gone, NothingNew, Outcome, Undelivered, Unreachable

# Feeds that were started together drift apart: up to a tenth later each time, never earlier.
JITTER: Final = 0.1
# A feed that is away is asked for once an hour on average at the end, half of the time sooner.
LONGEST_BACKOFF_S: Final = 7_200.0
# 30 s × 2^8 is past the longest; the exponent stays small, for 2.0^1024 overflows.
MOST_DOUBLINGS: Final = 8


def count_failures(before: int, outcome: Outcome) -> int:
    """Return how many times in a row the feed could not be fetched."""
    return before + 1 if isinstance(outcome, Unreachable) else 0


def plan_next(outcome: Outcome, *, every_s: float, failures: int, fraction: float) -> float | None:
    """Return the seconds until the next round of a feed, None when there is none.

    ``failures`` are those in a row, this one included; ``fraction`` is random in [0, 1).
    """
    regular = every_s * (1 + JITTER * fraction)
    match outcome:
        case Gone():
            return None
        case Delivered(max_age_s=fresh_s) | NothingNew(max_age_s=fresh_s):
            return max(regular, fresh_s)
        case Undelivered():
            # It is not the feed that is away, and ingest had its minute. No need to stay away.
            return regular
        case Unreachable(retry_after_s=asked_s):
            # Full jitter, but never at once: between every_s and what has doubled each time.
            doubled = every_s * 2.0 ** min(failures, MOST_DOUBLINGS)
            most = max(every_s, min(LONGEST_BACKOFF_S, doubled))
            return max(SHORTEST_S, every_s + (most - every_s) * fraction, asked_s)
