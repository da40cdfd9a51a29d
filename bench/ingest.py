"""``make bench-ingest``: what ingest costs beside what it cannot do without.

Each figure is a ratio of two that were measured in the same run, turn by turn (A B A B …), with the
embedded Kafka. Other work on the machine shows in the spread; do not measure while there is much.
"""

from __future__ import annotations

import statistics

import psutil
from figures import Figure, conclude
from ingest_site import BATCH_ITEMS, Site, join_batches, make_bodies, open_site, read_values
from rich.console import Console

TURNS = 5
SINGLES, CONNECTIONS = 6_000, 32
BATCHES, BATCH_CONNECTIONS = 60, 4
PACED, HALF = 4_000, 0.5
WEIGHED = 100_000
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    with open_site() as site:
        singles, rate = measure_singles(site, SINGLES, TURNS)
        figures = [
            singles,
            measure_delay(site, HALF * rate),
            measure_batches(site, BATCHES, TURNS),
            Figure("RSS after 100,000 articles", [weigh(site)], 150, "MB", most=True),
        ]
    conclude("Ingest", figures)


def measure_singles(site: Site, count: int, turns: int) -> tuple[Figure, float]:
    """Return the rate of single pushes to that of the constant, and that rate, in articles a s."""
    ratios, rates = [], []
    for turn in range(turns + 1):
        bodies = make_bodies(count, f"single{turn}")
        constant = site.load(site.constant_port, bodies, "application/json", CONNECTIONS)
        ingest = site.load(site.ingest_port, bodies, "application/json", CONNECTIONS)
        console.print(
            f"single: {count / ingest.seconds:,.0f}/s of {count / constant.seconds:,.0f}/s"
        )
        if turn:  # the first warms up
            ratios.append(constant.seconds / ingest.seconds)
            rates.append(count / ingest.seconds)
    figure = Figure("single POST, 32 connections : constant answer", ratios, 0.7)
    return figure, statistics.median(rates)


def measure_delay(site: Site, rate: float) -> Figure:
    """Return how much later the slowest of 100 are acknowledged than by the broker itself."""
    beyond = []
    for turn in range(TURNS):
        bodies = make_bodies(PACED, f"paced{turn}")
        bare = site.produce("bench.bare", bodies, rate)
        paced = site.load(site.ingest_port, bodies, "application/json", CONNECTIONS, rate)
        beyond.append(1_000 * (paced.p99 - bare.p99))
        console.print(f"p99 at {rate:,.0f}/s: {beyond[-1]:.1f} ms beyond the acknowledgement")
    return Figure("p99 at half that rate, beyond the broker's own", beyond, 50, "ms", most=True)


def measure_batches(site: Site, batches: int, turns: int) -> Figure:
    """Return the rate of batches to that of a loop that produces the same bytes."""
    count, ratios = batches * BATCH_ITEMS, []
    for turn in range(turns + 1):
        lines = make_bodies(count, f"batch{turn}")
        bodies = join_batches(lines)
        ingest = site.load(site.ingest_port, bodies, "application/x-ndjson", BATCH_CONNECTIONS)
        bare = site.produce("bench.bare", read_values(site.kafka, count))
        console.print(f"batches: {count / ingest.seconds:,.0f}/s of {count / bare.seconds:,.0f}/s")
        if turn:
            ratios.append(bare.seconds / ingest.seconds)
    return Figure("NDJSON × 100 : bare loop, the same bytes", ratios, 0.8)


def weigh(site: Site) -> float:
    """Return the resident MB of ingest after WEIGHED further articles."""
    for turn in range(WEIGHED // 10_000):
        lines = make_bodies(10_000, f"weighed{turn}")
        bodies = join_batches(lines)
        site.load(site.ingest_port, bodies, "application/x-ndjson", BATCH_CONNECTIONS)
    me = psutil.Process(site.ingest_pid)
    return sum(each.memory_info().rss for each in (me, *me.children(recursive=True))) / 1e6


if __name__ == "__main__":
    main()
