"""When a post that was not taken is tried again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

# Seconds before the second try, the third, and so on, as Standard Webhooks proposes them; together
# 52 hours. Half of each is certain and half is drawn: one of ten tries is too dear to be made at
# once by chance, and 26 hours are still longer than a night and a day.
RETRY_AFTER_S: Final = (5.0, 30.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0)
CERTAIN_SHARE: Final = 0.5
# A receiver that names a longer time is asked after this all the same.
MOST_REST: Final = timedelta(days=1)


def plan_retry(
    now: datetime, tries: int, fraction: float, retry_after_s: Sequence[float] = RETRY_AFTER_S
) -> datetime | None:
    """Return when to post again after ``tries`` failed tries, None after the last one.

    ``fraction`` is random in [0, 1).
    """
    if tries > len(retry_after_s):
        return None
    share = CERTAIN_SHARE + (1 - CERTAIN_SHARE) * fraction
    return now + timedelta(seconds=retry_after_s[tries - 1] * share)


def plan_rest(now: datetime, asked_s: float) -> datetime:
    """Return until when a receiver that has asked for so many seconds is left alone."""
    return now + min(MOST_REST, timedelta(seconds=asked_s))
