"""``make backlog``: memory, groups and lag of the stages behind a backlog, and in a surge.

1. index starts with so many messages waiting, half of them on one of three partitions;
2. enrich does too, with the accurate tagger, for so many minutes;
3. ingest is pushed to at ten times the rate that enrich has on a core, and the rest follows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from backlog_messages import CHARACTERS, copy_raw, copy_tagged
from corpus import encode_article, generate_articles
from figures import Figure, conclude
from http_load import Load, Report
from load_process import run_load
from loaded_road import LoadedRoad, Scales, open_road, open_servers
from polling import holds_within
from rich.console import Console
from whole_road import SOURCE

# What docs/promises.md says, in MB.
INGEST_MB, ENRICH_MB, INDEX_MB = 150, 600, 150
# docs/performance.md: the accurate tagger reads some 20 articles a second on a core.
SURGE_RATE = 10 * 20
CONNECTIONS = 32
START_S, SETTLE_S, FALL_S = 120.0, 3_600.0, 60.0
console = Console(stderr=True, highlight=False)


def main(articles: int, enrich_minutes: float, surge_minutes: float, only: str = "") -> None:
    """Measure, and tell; ``only`` one of the three."""
    parts: dict[str, Callable[[LoadedRoad], list[Figure]]] = {
        "index": lambda road: drain_index(road, articles),
        "enrich": lambda road: drain_enrich(road, articles, 60 * enrich_minutes),
        "surge": lambda road: survive_surge(road, 60 * surge_minutes),
    }
    figures: list[Figure] = []
    with open_servers() as (servers, folder):
        for name, measure in parts.items():
            if only in {"", name}:
                with open_road(servers, folder, name) as road:
                    figures += measure(road)
    conclude("Backlog", figures)


def drain_index(road: LoadedRoad, articles: int) -> list[Figure]:
    """Have index write everything that waits."""
    console.print(f"laying {articles:,} tagged articles")
    road.lay(road.indexing.topic, copy_tagged(articles))
    process = road.start_index()
    group = road.index_group
    with Scales(index=process.pid) as scales:
        await_first(road.count_indexed)
        before, started = road.count_rebalances(group), time.monotonic()
        if not holds_within(lambda: road.count_indexed() >= articles, SETTLE_S, 0.5):
            sys.exit("not every article was written")
        rate = articles / (time.monotonic() - started)
    return [
        Figure(f"index, {articles:,} waiting: RSS", [scales.most["index"]], INDEX_MB, "MB", True),
        count_since(road, group, before, "index"),
        Figure("index: written of a backlog", [rate], 1, "/s"),
    ]


def drain_enrich(road: LoadedRoad, articles: int, seconds: float) -> list[Figure]:
    """Have enrich tag for so long of what waits."""
    console.print(f"laying {articles:,} raw articles")
    road.lay(road.enriching.raw, copy_raw(articles))
    process = road.start_tagger("accurate")
    group = road.enriching.group
    with Scales(enrich=process.pid) as scales:
        await_first(road.enriching.committed)
        before, began = road.count_rebalances(group), road.enriching.committed()
        time.sleep(seconds)
        done = road.enriching.committed() - began
    return [
        Figure(
            f"enrich, {articles:,} waiting: RSS", [scales.most["enrich"]], ENRICH_MB, "MB", True
        ),
        count_since(road, group, before, "enrich"),
        Figure(f"enrich: tagged of {CHARACTERS} characters", [done / seconds], 1, "/s"),
    ]


def survive_surge(road: LoadedRoad, seconds: float) -> list[Figure]:
    """Push at ten times the rate, and see the lag fall afterwards."""
    road.start_ingest(TIDINGS_LOG_LEVEL="error")
    enrich = road.start_tagger("accurate")
    index = road.start_index()
    assert road.ingest.process is not None
    road.push()
    await_first(road.count_indexed)
    groups = {"enrich": road.enriching.group, "index": road.index_group}
    before = {name: road.count_rebalances(group) for name, group in groups.items()}
    pids = {"ingest": road.ingest.process.pid, "enrich": enrich.pid, "index": index.pid}
    with Scales(**pids) as scales:
        report = push_surge(road, seconds)
        at_end = report.statuses.get("202", 0) + 1 - road.count_indexed()
        time.sleep(FALL_S)
        later = report.statuses.get("202", 0) + 1 - road.count_indexed()
    rate = sum(report.statuses.values()) / report.seconds
    console.print(
        f"{rate:,.0f}/s, {report.statuses}, p99 {report.p99:.2f} s; lag {at_end:,}, {later:,}"
    )
    others = sum(n for status, n in report.statuses.items() if status not in {"202", "503"})
    limits = {"ingest": INGEST_MB, "enrich": ENRICH_MB, "index": INDEX_MB}
    return [
        *(
            Figure(f"{name} in a surge: RSS", [scales.most[name]], limit, "MB", True)
            for name, limit in limits.items()
        ),
        *(count_since(road, group, before[name], name) for name, group in groups.items()),
        Figure("answers that are neither 202 nor 503", [others], 0, "", True),
        Figure(
            f"lag {FALL_S:.0f} s after the surge : at its end",
            [later / max(at_end, 1)],
            1,
            most=True,
        ),
    ]


def push_surge(road: LoadedRoad, seconds: float) -> Report:
    """Push for so long from a process of its own."""
    file = road.ingest.folder / "bodies"
    count = round(SURGE_RATE * seconds)
    made = generate_articles(count, seed=1, name="surge")
    file.write_bytes(b"\0".join(map(encode_article, made)))
    path = f"/v1/articles?source={SOURCE}"
    port, kind = road.ingest.port, "application/json"
    load = Load(port, path, kind, str(file), CONNECTIONS, SURGE_RATE, seconds)
    return run_load(load)


def count_since(road: LoadedRoad, group: str, before: int, name: str) -> Figure:
    """Return how often the group was shared out anew."""
    again = road.count_rebalances(group) - before
    return Figure(f"{name}: rebalances after the start", [again], 0, "", most=True)


def await_first(committed: Callable[[], int]) -> None:
    """Wait until something is committed."""
    if not holds_within(lambda: committed() > 0, START_S, 0.5):
        sys.exit("nothing was committed")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
