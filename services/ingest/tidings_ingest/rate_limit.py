"""How many requests a key may make: a bucket that is refilled steadily, and empties by one each.

The header fields are those of draft-ietf-httpapi-ratelimit-headers, the IETF's "RateLimit header
fields for HTTP": the policy has ``q`` requests in a window of ``w`` seconds, ``r`` of them are
left, and in ``t`` seconds it is ``q`` again or, when none was left, at least one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

# A sender whose feed was away sends what has gathered meanwhile: ten seconds' worth at once.
BURST_S: Final = 10.0
# A name and two numbers are 300 bytes, so this is 3 MB; a keys file has tens of keys.
MOST_KEYS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key has left after a request: ``quota`` at most, and ``remaining`` of it."""

    quota: int
    window_s: int
    remaining: int
    reset_s: int

    def describe(self) -> Mapping[str, str]:
        """Return the header fields that tell it."""
        return {
            "RateLimit-Policy": f'"key";q={self.quota};w={self.window_s}',
            "RateLimit": f'"key";r={self.remaining};t={self.reset_s}',
        }


class RateLimitedError(Exception):
    """The key has no request left; ``allowance.reset_s`` later it has one."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(
            f"this key may make {allowance.quota} requests in {allowance.window_s} s, and has made "
            f"them; send the same again in {allowance.reset_s} s"
        )
        self.allowance = allowance


class RateLimit:
    """Counts requests by key; for one event loop. ``clock`` returns monotonic seconds.

    ``rate`` is requests a second and more than 0. The keys that have made no request for the
    longest time are forgotten first, and begin with all of their quota again.
    """

    def __init__(self, rate: float, clock: Callable[[], float], most_keys: int = MOST_KEYS) -> None:
        self._rate = rate
        self._quota = max(1, int(rate * BURST_S))
        self._clock = clock
        self._most_keys = most_keys
        # Requests left and when that was so, the key of the latest request last.
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, key: str) -> Allowance:
        """Take one request off ``key``; raises RateLimitedError when it has none."""
        now = self._clock()
        left, at = self._buckets.pop(key, (float(self._quota), now))
        left = min(self._quota, left + (now - at) * self._rate)
        granted = left >= 1
        left -= granted
        self._buckets[key] = left, now
        if len(self._buckets) > self._most_keys:
            del self._buckets[next(iter(self._buckets))]
        missing = self._quota - left if granted else 1 - left
        allowance = Allowance(
            quota=self._quota,
            window_s=math.ceil(self._quota / self._rate),
            remaining=int(left),
            reset_s=math.ceil(missing / self._rate),
        )
        if not granted:
            raise RateLimitedError(allowance)
        return allowance


def open_rate_limit(rate: float, clock: Callable[[], float]) -> RateLimit | None:
    """Return the limit of ``rate`` requests a second, None for 0, which is none."""
    return RateLimit(rate, clock) if rate else None
