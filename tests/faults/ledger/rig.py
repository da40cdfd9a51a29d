"""Push, let one fault after the other happen, then count."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
from faults.ledger.account import Account, draw_account
from faults.ledger.archive import ArchiveError
from faults.ledger.fault import Fault
from faults.ledger.ledger import Ledger
from faults.ledger.pushing import pushing
from faults.ledger.road import Road, RoadError, SkippedError, StrikeError
from faults.ledger.strike import strike
from polling import holds_within

# Most take 5 to 30 s. But a broker that comes back knows of members that died while it was away,
# and a group waits for those as long as a member has for a rebalance: 300 s. The rest is for a
# busy machine.
RECOVERED_WITHIN_S = 330.0
# The same wait, when it comes with the last fault.
SETTLED_WITHIN_S = 330.0
# How often everything is read while dead letters may be what is missing.
COUNT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Struck:
    """A fault: seconds from its end to the recovery, or what went wrong, or why it was not done."""

    fault: Fault
    recovery_s: float | None = None
    problem: str | None = None
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that a run has shown. ``unexpected`` are answers that no good article gets."""

    struck: tuple[Struck, ...]
    account: Account
    unexpected: tuple[str, ...]
    traces: tuple[str, ...]
    lasted_s: float

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost or doubled and the road recovered each time."""
        problems = any(each.problem for each in self.struck)
        return self.account.is_settled and not self.unexpected and not problems


# As many as a person looks at.
MOST_TRACED = 10


def run_schedule(
    road: Road,
    faults: Sequence[Fault],
    tell: Callable[[Struck], None] = lambda _: None,
    most_s: float = math.inf,
) -> Outcome:
    """Do every fault while articles are pushed, each after the recovery from the one before.

    It ends with the first fault that the road does not recover from, and none begins after
    ``most_s`` seconds. ``tell`` hears of each.
    Raises RoadError when nothing comes out of it before the first one, or nothing can be counted.
    """
    began = time.monotonic()
    ledger = Ledger()
    struck: list[Struck] = []
    with pushing(road.ingest_url, ledger, road.archive.count):
        if not _await_recovery(road, ledger):
            raise RoadError("no article came out of the road before the first fault")
        for fault in faults:
            if time.monotonic() - began > most_s:
                break
            time.sleep(fault.pause_s)
            struck.append(_strike(road, fault, ledger))
            tell(struck[-1])
            if struck[-1].problem:
                break
    account = _settle(road, ledger)
    traces = tuple(road.archive.trace(each) for each in account.lost[:MOST_TRACED])
    lasted_s = time.monotonic() - began
    return Outcome(tuple(struck), account, ledger.copy_unexpected(), traces, lasted_s)


def _strike(road: Road, fault: Fault, ledger: Ledger) -> Struck:
    try:
        strike(road, fault)
    except SkippedError as error:
        return Struck(fault, skipped=str(error))
    except StrikeError as error:
        return Struck(fault, problem=str(error))
    ended = time.monotonic()
    if not _await_recovery(road, ledger):
        return Struck(fault, problem=f"not recovered within {RECOVERED_WITHIN_S:.0f} s")
    return Struck(fault, round(time.monotonic() - ended, 1))


def _await_recovery(road: Road, ledger: Ledger) -> bool:
    """Wait until all is ready and a search finds an article that was acknowledged from now on."""
    already = len(ledger)
    return holds_within(
        lambda: road.is_ready() and road.finds(ledger.find_after(already)), RECOVERED_WITHIN_S
    )


def _settle(road: Road, ledger: Ledger) -> Account:
    """Wait until each article is somewhere, or for as long as that may take; then count."""
    acknowledged = ledger.copy_ids()

    def is_there() -> bool:
        try:
            return road.archive.count() >= len(acknowledged)
        except httpx.HTTPError:
            return False

    deadline = time.monotonic() + SETTLED_WITHIN_S
    while True:
        holds_within(is_there, min(SETTLED_WITHIN_S, 20.0), COUNT_EVERY_S)
        try:
            account = draw_account(
                acknowledged, road.archive.read_documents(), road.archive.read_dead_letters()
            )
        except (httpx.HTTPError, ArchiveError) as error:
            raise RoadError(f"{len(acknowledged)} articles cannot be counted: {error}") from error
        if not account.lost or time.monotonic() > deadline:
            return account
