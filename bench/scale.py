"""``make bench-scale``: enrich and index with one, two and four workers over eight partitions.

The same articles go through each, and a turn is timed from when all lie on the topic. Kafka,
Elasticsearch and this benchmark take their share of the same cores.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence

import enrich_road
import index_turns
from figures import Figure, conclude
from news import generate_bodies
from rich.console import Console
from stage_process import await_members

TURNS = 3
TEXTS = 24
TAGGED, COPIES = 150, 10
SETTLE_S = 120.0
# Of so many workers, what is asked for beside one; of more than there are cores here, nothing.
TARGETS = {2: 1.7, 4: 0.0}
console = Console(stderr=True, highlight=False)


def main(kind: str) -> None:
    """Measure, and tell."""
    conclude("Scale", [*scale_enrich(kind), *scale_index()])


def scale_enrich(kind: str) -> list[Figure]:
    """Return what more workers of enrich do beside one."""
    bodies = list(generate_bodies(TEXTS))
    with enrich_road.open_road(kind) as road:
        return compare(f"enrich, {kind}", road.start_worker, lambda: road.time_turn(bodies))


def scale_index() -> list[Figure]:
    """Return what more workers of index do beside one, all of them writing to one shard."""
    tagged = index_turns.tag_articles(TAGGED)
    turns = iter(range(2, sys.maxsize))
    with index_turns.open_road(enrich_road.PARTITIONS) as road:

        def start() -> None:
            road.start_worker(TIDINGS_LOG_LEVEL="error")
            await_members(road.kafka, road.group, len(road.processes), SETTLE_S)

        def time_turn() -> float:
            articles = index_turns.copy_articles(tagged, next(turns), COPIES)
            return index_turns.time_stage(road, articles)

        return compare("index", start, time_turn)


def compare(name: str, start: Callable[[], None], time_turn: Callable[[], float]) -> list[Figure]:
    """Return the rates with more workers, each turn to the middle of those with one."""
    start()
    one = statistics.median(time_turns(name, 1, time_turn))
    figures = []
    workers = 1
    for count, target in TARGETS.items():
        while workers < count:
            start()
            workers += 1
        ratios = [one / each for each in time_turns(name, count, time_turn)]
        figures.append(Figure(f"{name}: {count} workers : one", ratios, target))
    return figures


def time_turns(name: str, workers: int, time_turn: Callable[[], float]) -> Sequence[float]:
    """Return the seconds of each turn but the first, which warms up."""
    seconds = [time_turn() for _ in range(TURNS + 1)][1:]
    console.print(f"{name}, {workers} at work: {', '.join(f'{each:.1f}' for each in seconds)} s")
    return seconds


if __name__ == "__main__":
    main(sys.argv[1])
