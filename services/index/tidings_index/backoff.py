"""How long to wait between tries."""

from __future__ import annotations

# A random part of 0.2 s, 0.4 s, … up to 10 s, so that workers do not come back all at once. With
# longer waits Elasticsearch would be back for half a minute before anybody noticed.
FIRST_S = 0.2
MOST_S = 10.0
# 0.2 s × 2^6 is past the most; the exponent stays small, for 2.0^1024 overflows.
MOST_DOUBLINGS = 6


def draw_backoff(tries: int, fraction: float) -> float:
    """Return seconds to wait after ``tries`` earlier tries; ``fraction`` is random in [0, 1)."""
    return fraction * min(MOST_S, FIRST_S * 2.0 ** min(tries, MOST_DOUBLINGS))
