"""What the answer of a receiver means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal

Reason = Literal["unreachable", "timeout", "refused", "busy"]
REASONS: Final[tuple[Reason, ...]] = ("unreachable", "timeout", "refused", "busy")
GONE: Final = 410
# Too many requests, or away for a while: these two may say for how long.
BUSY: Final = frozenset((429, 503))
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""

    status: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Not taken; ``rest_s`` are the seconds for which the receiver wants to be left alone."""

    reason: Reason
    detail: str
    rest_s: float | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The receiver wants nothing of this watch any more."""


Verdict = Delivered | Failed | Gone


def judge_status(status: int, retry_after: str | None, now: datetime) -> Verdict:
    """Return what an answer means: 2xx is taken, and everything else may be taken later.

    A redirect is not followed, as Standard Webhooks has it: the address has to be mended.
    """
    if 200 <= status < 300:
        return Delivered(status)
    if status == GONE:
        return Gone()
    rest_s = read_retry_after(retry_after, now) if status in BUSY else None
    return Failed("busy" if status in BUSY else "refused", f"HTTP status {status}", rest_s)


def read_retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After asks for, as a number or as a date; None without."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return max(0.0, seconds)
