"""``make bench-road``: the whole road beside what it cannot do without.

1. throughput, from the push by NDJSON until all are found, beside the slowest stage alone;
2. how late the slowest of 100 are found at half of that rate, beyond refreshing and tagging;
3. what an article costs to index with many documents present, beside with few.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Iterator

import httpx
from figures import Figure, conclude
from found_times import time_until_found
from loaded_road import LoadedRoad, open_road, open_servers
from polling import holds_within
from present_documents import measure_presence
from rich.console import Console
from road_articles import TEXTS, RoadArticles
from stages_alone import SETTLE_S, StagesAlone, open_alone, push_lines
from whole_road import SOURCE

HALF = 0.5
LOOK_EVERY_S = 0.05
console = Console(stderr=True, highlight=False)


def main(kind: str, articles: int, present: int, seconds: float, turns: int) -> None:
    """Measure, and tell."""
    console.print("tagging the corpus")
    made = RoadArticles(kind)
    with open_servers() as (servers, folder):
        with open_road(servers, folder, "whole") as whole:
            start_stages(whole, kind)
            with open_alone(servers, folder, kind) as alone:
                rates, ratios = measure_throughput(whole, alone, made, articles, turns)
            rate = HALF * statistics.median(rates)
            delays = list(measure_delays(whole, made, rate, seconds, turns))
        presence = measure_presence(servers, folder, present, turns)
    late = f"{kind}: whole road, p99 at half that rate, beyond refreshing and tagging"
    figures = [
        Figure(f"{kind}: whole road : slowest stage alone", ratios, 0.9),
        Figure(late, delays, 300, "ms", most=True),
        presence,
    ]
    conclude("Road", figures)


def start_stages(road: LoadedRoad, kind: str) -> None:
    """Start all three."""
    road.start_ingest(TIDINGS_LOG_LEVEL="error")
    road.start_tagger(kind)
    road.start_index()


def measure_throughput(
    whole: LoadedRoad, alone: StagesAlone, made: RoadArticles, count: int, turns: int
) -> tuple[list[float], list[float]]:
    """Return how many articles a second were found, and the road to its slowest stage alone."""
    rates, ratios = [], []
    for turn in range(turns + 1):
        seconds = time_whole(whole, made.encode_lines(f"turn{turn}", count))
        stages = alone.time_turn(made, turn, count)
        told = ", ".join(f"{name} {each:.1f} s" for name, each in stages.items())
        console.print(f"the whole road: {seconds:.1f} s; alone: {told}")
        if turn:  # the first warms up
            rates.append(count / seconds)
            ratios.append(max(stages.values()) / seconds)
    return rates, ratios


def time_whole(road: LoadedRoad, lines: list[bytes]) -> float:
    """Return the seconds from the first push until a search finds all."""
    client = road.indexing.client()

    def count() -> int:
        return int(client.count(index=road.indexing.name)["count"])

    wanted = count() + len(lines)
    pushing = push_lines(road, lines)
    began = time.perf_counter() - pushing
    if not holds_within(lambda: count() >= wanted, SETTLE_S, LOOK_EVERY_S):
        sys.exit("not every article was found")
    return time.perf_counter() - began


def measure_delays(
    road: LoadedRoad, made: RoadArticles, rate: float, seconds: float, turns: int
) -> Iterator[float]:
    """Yield the ms within which 99 of 100 are found, less the refresh interval and their tagging.

    What an article's own tagging takes is taken off it; that of others, for which it waits, is not.
    """
    refresh = read_refresh_interval(road)
    url = f"{road.ingest.url}/v1/articles?source={SOURCE}"
    count = max(2, round(rate * seconds))
    with httpx.Client(trust_env=False) as client:
        for turn in range(turns):

            def push(number: int, turn: int = turn) -> str:
                answer = client.post(url, json=made.describe(f"paced{turn}-{number}"))
                return str(answer.raise_for_status().json()["items"][0]["id"])

            waits = time_until_found(road, push, count, rate, LOOK_EVERY_S)
            if missing := waits.count(math.inf):
                sys.exit(f"{missing} articles were not found")
            beyond = [
                1_000 * (wait - made.seconds[number % TEXTS] - refresh)
                for number, wait in enumerate(waits)
            ]
            p99 = statistics.quantiles(beyond, n=100)[98]
            console.print(f"{count} at {rate:.1f}/s: p99 {p99:.0f} ms beyond refresh and tagging")
            yield p99


def read_refresh_interval(road: LoadedRoad) -> float:
    """Return the seconds after which Elasticsearch lets searches see what was written."""
    name = "index.refresh_interval"
    answer = road.indexing.client().indices.get_settings(index=road.indexing.name, name=name)
    [settings] = answer.values()
    value = str(settings["settings"]["index"]["refresh_interval"])
    return float(value[:-2]) / 1_000 if value.endswith("ms") else float(value.removesuffix("s"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
