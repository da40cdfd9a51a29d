"""``make bench-enrich``: the enrich stage beside the tagger in a bare loop, and two beside one.

The same texts go both ways, turn by turn. A worker is stopped while its articles are laid on the
topic, so that nothing but its own work is timed. Other work on the machine shows in the spread.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from enrich_road import PARTITIONS, EnrichRoad, open_road
from figures import Figure, conclude
from news import generate_bodies
from rich.console import Console

from tidings_enrich.cli import TaggerKind

BARE = str(Path(__file__).with_name("bare_tagging.py"))
TURNS = 5
# Each partition has each text once, so that two workers have as much to do.
TEXTS = 24
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    kind = TaggerKind(sys.argv[1]) if sys.argv[1:] else TaggerKind.ACCURATE
    with open_road(kind.value) as road:
        bare, alone = time_worker(road, kind, TEXTS, TURNS)
        weight = road.weigh()
        both = time_second(road, TEXTS, TURNS)
    two = [single / double for single, double in zip(alone, both, strict=True)]
    figures = [
        compare_worker(kind, bare, alone),
        Figure(f"{kind}: two workers : one", two, 1.7),
        Figure(f"{kind}: RSS of enrich", [weight], 600, "MB", most=True),
    ]
    conclude("Enrich", figures)


def compare_worker(kind: TaggerKind, bare: list[float], alone: list[float]) -> Figure:
    """Return the rate of one worker to that of the tagger in a bare loop."""
    ratios = [loop / stage for loop, stage in zip(bare, alone, strict=True)]
    return Figure(f"{kind}: one worker : the tagger in a bare loop", ratios, 0.9)


def time_worker(
    road: EnrichRoad, kind: TaggerKind, texts: int, turns: int
) -> tuple[list[float], list[float]]:
    """Return the seconds of the bare loop, and those of the first worker, which is started."""
    bodies = list(generate_bodies(texts))
    road.start_worker()
    road.time_turn(bodies)  # warms up
    bare, alone = [], []
    for _ in range(turns):
        bare.append(ask_bare(kind, texts))
        alone.append(road.time_turn(bodies))
        console.print(f"one worker: {alone[-1]:.1f} s, bare: {bare[-1]:.1f} s")
    return bare, alone


def time_second(road: EnrichRoad, texts: int, turns: int) -> list[float]:
    """Return the seconds of two workers, the second of which is started."""
    bodies = list(generate_bodies(texts))
    road.start_worker()
    road.time_turn(bodies)
    both = []
    for _ in range(turns):
        both.append(road.time_turn(bodies))
        console.print(f"two workers: {both[-1]:.1f} s")
    return both


def ask_bare(kind: TaggerKind, texts: int) -> float:
    """Return the seconds that the tagger takes for a turn, in a process of its own."""
    command = [sys.executable, BARE, kind.value, str(texts), str(PARTITIONS)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    main()
