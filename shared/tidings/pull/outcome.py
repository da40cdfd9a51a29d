"""What can become of one feed in one round."""

from __future__ import annotations

from dataclasses import dataclass, field

from tidings.push_client import Pushed


@dataclass(frozen=True, slots=True)
class Delivered:
    """The feed had changed, and ingest has acknowledged it; items may be rejected even so.

    ``max_age_s`` is for how long the server calls its answer fresh, ``moved_to`` the address that
    it wants to be asked at from now on.
    """

    pushed: Pushed
    max_age_s: float = 0.0
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NothingNew:
    """The server, or the body, is as it was when ingest acknowledged it."""

    max_age_s: float = 0.0
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The feed could not be fetched; ``retry_after_s`` is what its server asks for."""

    reason: str
    retry_after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """The feed was fetched and not taken by ingest; it is asked for again in full."""

    pushed: Pushed


@dataclass(frozen=True, slots=True)
class Gone:
    """The server says that the feed will not come back: status 410."""


Outcome = Delivered | NothingNew | Unreachable | Undelivered | Gone


@dataclass(slots=True)
class Counts:
    """How many items of a push are what; those that are held are among the accepted."""

    accepted: int = 0
    unchanged: int = 0
    rejected: int = 0
    held: int = 0
    problems: list[str] = field(default_factory=list)


def count_items(pushed: Pushed) -> Counts:
    """Return the counts, and one line for each problem."""
    counts = Counts()
    for item in pushed.items:
        counts.accepted += item.status == "accepted"
        counts.unchanged += item.status == "unchanged"
        counts.rejected += item.status == "rejected"
        counts.held += item.held_until is not None
        if item.problem is not None:
            counts.problems.append(f"{item.problem['where']}: {item.problem['detail']}")
    return counts


def is_failure(outcome: Outcome) -> bool:
    """Return whether something of the feed is not where it should be."""
    match outcome:
        case NothingNew():
            return False
        case Delivered(pushed):
            return count_items(pushed).rejected > 0
        case Unreachable() | Undelivered() | Gone():
            return True
