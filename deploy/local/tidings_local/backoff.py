"""When to start again what died: soon, and less and less often while it keeps dying."""

from __future__ import annotations

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0
# Who lived this long had started well; its next death is a new story.
STEADY_AFTER_S = 60.0


def count_failures(before: int, lived_s: float) -> int:
    """Return the failures in a row, now that a process has died after ``lived_s`` seconds."""
    return 1 if lived_s >= STEADY_AFTER_S else before + 1


def compute_delay(failures: int) -> float:
    """Return the seconds to wait: 0.5, 1, 2, 4 … and never more than 30."""
    # 2**6 is past the limit already, and a long night of failures must not overflow a float.
    return min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(failures - 1, 6))
