"""``make bench-enrich``: the enrich stage beside the tagger in a bare loop, and two beside one.

The same texts go both ways, turn by turn. A worker is stopped while its articles are laid on the
topic, so that nothing but its own work is timed. Other work on the machine shows in the spread.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from enrich_road import PARTITIONS, open_road
from figures import Figure, conclude
from news import generate_bodies, make_article
from rich.console import Console

from tidings_enrich.cli import TaggerKind, load_tagging

TURNS = 5
# Each partition has each text once, so that two workers have as much to do.
TEXTS, BATCH = 24, 32
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    kind = TaggerKind(sys.argv[1]) if sys.argv[1:] else TaggerKind.ACCURATE
    if sys.argv[2:]:
        print(json.dumps(time_bare(kind)))
        return
    bodies = list(generate_bodies(TEXTS))
    with open_road(kind.value) as road:
        road.start_worker()
        road.time_turn(bodies)  # warms up
        alone, bare = [], []
        for _ in range(TURNS):
            bare.append(ask_bare(kind))
            alone.append(road.time_turn(bodies))
            console.print(f"one worker: {alone[-1]:.1f} s, bare: {bare[-1]:.1f} s")
        weight = road.weigh()
        road.start_worker()
        road.time_turn(bodies)
        both = []
        for _ in range(TURNS):
            both.append(road.time_turn(bodies))
            console.print(f"two workers: {both[-1]:.1f} s")
    one = [loop / stage for loop, stage in zip(bare, alone, strict=True)]
    two = [single / double for single, double in zip(alone, both, strict=True)]
    figures = [
        Figure(f"{kind}: one worker : the tagger in a bare loop", one, 0.9),
        Figure(f"{kind}: two workers : one", two, 1.7),
        Figure(f"{kind}: RSS of enrich", [weight], 600, "MB", most=True),
    ]
    conclude("Enrich", figures)


def ask_bare(kind: TaggerKind) -> float:
    """Return what ``time_bare`` measures in a process of its own."""
    command = [sys.executable, __file__, kind.value, "bare"]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def time_bare(kind: TaggerKind) -> float:
    """Return the seconds that the tagger takes for the texts of a turn, in batches."""
    articles = [make_article(body) for body in generate_bodies(TEXTS)] * PARTITIONS
    tagging = load_tagging(kind)
    tagging.tag(articles[:BATCH])
    started = time.perf_counter()
    for at in range(0, len(articles), BATCH):
        tagging.tag(articles[at : at + BATCH])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
