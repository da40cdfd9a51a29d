"""Do a fault to a road, and undo it."""

from __future__ import annotations

import signal
import time
from typing import Final

import httpx
from faults.ledger.bulk_failures import Refusal
from faults.ledger.fault import Fault
from faults.ledger.index_faults import block_writes, flood
from faults.ledger.machine_faults import fill_disk, set_clock
from faults.ledger.process_faults import end, freeze
from faults.ledger.road import Road, StrikeError
from faults.ledger.wire import Answered, Cut, Dead, Open, Slow, State

# How a wire is bent by each fault of wires.
BENT: Final[dict[str, State]] = {
    "cut": Cut(),
    "half_open": Dead(),
    "delay": Slow(delay_s=0.5),
    "trickle": Slow(bytes_per_s=20_000),
    "refuse_bulks": Answered(Refusal(nth=1).speak),
    "refuse_items": Answered(Refusal(nth=2).speak),
}


def strike(road: Road, fault: Fault) -> None:
    """Do it, wait for as long as it lasts, and undo it. Raises StrikeError and SkippedError."""
    try:
        _do(road, fault)
    except httpx.HTTPError as error:
        raise StrikeError(f"Elasticsearch does not answer: {error!r}") from error


def _do(road: Road, fault: Fault) -> None:
    match fault.kind:
        case "kill":
            end(road, fault.target, signal.SIGKILL)
        case "terminate":
            end(road, fault.target, signal.SIGTERM)
        case "freeze":
            freeze(road, fault.target, fault.lasts_s)
        case "write_block":
            block_writes(road, fault.lasts_s)
        case "flood_stage":
            flood(road, fault.lasts_s)
        case "wrong_clock":
            set_clock(road, fault.lasts_s)
        case "full_disk":
            fill_disk(road, fault.lasts_s)
        case kind:
            road.wires.bend(fault.target, BENT[kind])
            try:
                time.sleep(fault.lasts_s)
            finally:
                road.wires.bend(fault.target, Open())
