"""How long articles take from the push to the first search that finds them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from loaded_road import LoadedRoad
from polling import holds_within

FOUND_WITHIN_S = 1_800.0


def time_until_found(  # noqa: PLR0913, PLR0917 - what a measurement is told
    road: LoadedRoad,
    push: Callable[[int], str],
    count: int,
    rate: float,
    look_every_s: float,
    within_s: float = FOUND_WITHIN_S,
) -> list[float]:
    """Have so many articles pushed a second, and return the seconds that each of them took.

    ``push`` pushes the article of a number and returns its id. A time is too long by
    ``look_every_s`` and a search at most. That of an article which was not found ``within_s`` of
    the first push is infinite.
    """
    due: dict[str, float] = {}
    with ThreadPoolExecutor(1) as threads:
        pushing = threads.submit(push_steadily, push, count, rate, due)
        waits: dict[str, float] = {}

        def are_found() -> bool:
            is_pushed = pushing.done()
            note_found(road, due, waits)
            return is_pushed and len(waits) == len(due)

        holds_within(are_found, within_s, look_every_s)
        pushing.result()
    return [waits.get(each, math.inf) for each in due]


def push_steadily(
    push: Callable[[int], str], count: int, rate: float, due: dict[str, float]
) -> None:
    """Push at the rate; the time of each counts from when it was due, however late it got out."""
    began = time.monotonic()
    for number in range(count):
        at = began + number / rate
        time.sleep(max(0.0, at - time.monotonic()))
        due[push(number)] = at


def note_found(road: LoadedRoad, due: dict[str, float], waits: dict[str, float]) -> None:
    """Note how long those took that a search finds now."""
    missing = [each for each in tuple(due) if each not in waits]
    if not missing:
        return
    answer = road.indexing.client().search(
        index=road.indexing.name, query={"ids": {"values": missing}}, size=1_000, source=False
    )
    now = time.monotonic()
    waits.update((hit["_id"], now - due[hit["_id"]]) for hit in answer["hits"]["hits"])
