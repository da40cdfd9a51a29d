"""``make bench-hostile``: how late good articles are found while as many hostile ones come.

Both go to ingest at the same rate; the attacks are those of tests/faults/hostile that need no
time-out, in another order. Enrich has the tagger that is named, index is as it is. What was not
found or sent in the end is told, and an article that was not found counts as found then.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from faults.hostile.attack import Attack, Bait
from faults.hostile.corpus import CORPUS
from faults.hostile.raw_client import send
from figures import Figure, conclude
from found_times import time_until_found
from loaded_road import LoadedRoad, open_road, open_servers
from rich.console import Console

# Each a second, of both kinds.
RATE = 2.0
LOOK_EVERY_S = 0.1
# After the last push. News that nobody finds for so long is late, however late it is.
FOUND_WITHIN_S = 300.0
# Attacks that take long do not hold up the next.
ATTACKERS = 8
console = Console(stderr=True, highlight=False)


def main(kind: str, seconds: float) -> None:
    """Measure, and tell."""
    with open_servers() as (servers, folder), open_road(servers, folder, "hostile") as road:
        road.start_ingest(TIDINGS_LOG_LEVEL="error")
        road.start_tagger(kind)
        road.start_index()
        measure(road, "warm", 5)
        alone = measure(road, "alone", seconds)
        with ThreadPoolExecutor(1) as threads:
            attacking = threads.submit(attack_on, road, seconds)
            beside = measure(road, "beside", seconds)
            console.print(f"attacks that were not begun in time: {attacking.result()}")
    figures = [
        Figure(f"{kind}: p99 until found, beside attacks : alone", [beside / alone], 2, most=True)
    ]
    conclude("Hostile input", figures)


def measure(road: LoadedRoad, name: str, seconds: float) -> float:
    """Push good articles at the rate, and return within how many s 99 of 100 were found."""
    longest = seconds + FOUND_WITHIN_S
    waits = time_until_found(
        road,
        lambda number: str(road.push(number=f"{name}-{number}")["id"]),
        round(seconds * RATE),
        RATE,
        LOOK_EVERY_S,
        longest,
    )
    found = [each for each in waits if math.isfinite(each)]
    counted = [min(each, longest) for each in waits]
    p99 = statistics.quantiles(counted, n=100)[98]
    middle = statistics.median(counted)
    console.print(
        f"{name}: {len(found)} of {len(waits)} found, median {middle:.2f} s, p99 {p99:.2f} s"
    )
    return p99


def attack_on(road: LoadedRoad, seconds: float) -> int:
    """Send one attack after the other at the rate, for so long; return how many were not begun."""
    chosen = [each for each in CORPUS if not each.waits]
    # Not for secrets: the same order each time is the point.
    random.Random(1).shuffle(chosen)
    began = time.monotonic()
    attackers = ThreadPoolExecutor(ATTACKERS)
    sent = []
    for number, each in enumerate(islice(cycle(chosen), round(seconds * RATE))):
        time.sleep(max(0.0, began + number / RATE - time.monotonic()))
        sent.append(attackers.submit(attack, road, each))
    # One that is begun has its own end: raw_client waits for no answer any longer.
    attackers.shutdown(cancel_futures=True)
    return sum(each.cancelled() for each in sent)


def attack(road: LoadedRoad, chosen: Attack) -> None:
    """Send one; what it is answered, the tests look at."""
    send(road.ingest.port, chosen.pieces(Bait()))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
