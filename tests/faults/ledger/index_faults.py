"""Faults of the index: it is closed to writers, by somebody or by Elasticsearch itself."""

from __future__ import annotations

import time
from typing import Any, Final

import httpx
from faults.ledger.road import Road, StrikeError
from polling import holds_within

ANSWER_WITHIN_S: Final = 30.0
WATERMARK: Final = "cluster.routing.allocation.disk.watermark"
# No disk has so much room, and the order of the three has to be kept.
NO_ROOM: Final = {f"{WATERMARK}.{each}": "1000000gb" for each in ("low", "high", "flood_stage")}
# Elasticsearch looks at the disk every 30 s; a busy machine is given a second look.
BLOCKED_WITHIN_S: Final = 75.0
BLOCK: Final = "index.blocks.read_only_allow_delete"


def block_writes(road: Road, lasts_s: float) -> None:
    """Set ``index.blocks.write`` for a while."""
    _put(road, "articles/_settings", {"index.blocks.write": True})
    try:
        time.sleep(lasts_s)
    finally:
        _put(road, "articles/_settings", {"index.blocks.write": None})


def flood(road: Road, lasts_s: float) -> None:
    """Let Elasticsearch believe that its disk is full, until it has closed the index for a while.

    It opens the index again by itself, after a look at the disk. Raises StrikeError.
    """
    _put(road, "_cluster/settings", {"persistent": NO_ROOM})
    try:
        if not holds_within(lambda: _is_blocked(road), BLOCKED_WITHIN_S, 0.5):
            raise StrikeError("Elasticsearch does not close the index although its disk is full")
        time.sleep(lasts_s)
    finally:
        _put(road, "_cluster/settings", {"persistent": dict.fromkeys(NO_ROOM)})


def _is_blocked(road: Road) -> bool:
    found = _ask(road, "GET", "articles/_settings", {"flat_settings": "true"})
    return any(BLOCK in each["settings"] for each in found.values())


def _put(road: Road, what: str, body: dict[str, Any]) -> None:
    _ask(road, "PUT", what, {}, body)


def _ask(
    road: Road, method: str, what: str, parameters: dict[str, str], body: Any = None
) -> dict[str, Any]:
    url = f"{road.stack.endpoints.elasticsearch_url}/{what}"
    answer = httpx.request(
        method, url, params=parameters, json=body, timeout=ANSWER_WITHIN_S, trust_env=False
    )
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    return told
