"""What the outcomes of a bulk mean for its items, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from tidings.metrics import ITEMS, RETRIES, StageMetrics
from tidings.outcome import Ok, Outcome, Reject, Retry, Split, Stop
from tidings_index.intake import Item, Refusal


class StageStoppedError(Exception):
    """The stage met what it does not know; a supervisor starts it again."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What has to be sent again, with the reasons, and what can never be written."""

    again: list[Item] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def settle(landed: Iterable[tuple[Item, Outcome]], metrics: StageMetrics) -> Settlement:
    """Return what is left to do; raises StageStoppedError for an answer that is on no list."""
    settlement = Settlement()
    for item, outcome in landed:
        match outcome:
            case Ok(kind):
                metrics.counter(ITEMS, outcome=kind).inc()
            case Reject():
                settlement.refusals.append(Refusal(item.record, outcome))
            case Retry(reason):
                metrics.counter(RETRIES, reason=reason).inc()
                settlement.again.append(item)
                settlement.reasons.append(reason)
            case Split(reason) | Stop(reason):
                raise StageStoppedError(reason)
            case _:
                assert_never(outcome)
    return settlement
