"""``make bench-index``: what indexing and searching cost beside what they cannot do without.

Each ratio is of two that were measured in the same run, turn by turn, on the embedded Kafka and
Elasticsearch. Other work on the machine shows in the spread; do not measure while there is much.
"""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice

import psutil
from figures import Figure, conclude
from filled_index import WORDS, fill_index
from index_process import IndexRoad
from index_turns import (
    copy_articles,
    open_road,
    start_worker,
    tag_articles,
    time_loop,
    time_stage,
)
from rich.console import Console

from tidings.tags import TaggedArticle
from tidings_desk.archive import Archive
from tidings_desk.inquiry import find_page
from tidings_desk.page import FOLDER as PAGE
from tidings_desk.parameters import Paged
from tidings_desk.requests import HIT_FIELDS

TURNS = 5
# So many articles are different; a turn has each of them some times, under ids of their own.
TAGGED, COPIES = 150, 10
SEARCHED, SEARCHES = 100_000, 200
PAGE_SIZE = 20
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    tagged = tag_articles(TAGGED)
    with open_road() as road:
        process = start_worker(road, tagged)
        indexing = measure_indexing(road, tagged, COPIES, TURNS)
        weight = psutil.Process(process.pid).memory_info().rss / 1e6
        figures = [
            indexing,
            Figure("RSS of index", [weight], 150, "MB", most=True),
            measure_searching(road, tagged),
            *weigh_page(),
        ]
    conclude("Index", figures)


def measure_indexing(
    road: IndexRoad, tagged: Sequence[TaggedArticle], copies: int, turns: int
) -> Figure:
    """Return the rate of the stage to that of a loop that writes the same bodies."""
    ratios: list[float] = []
    for turn in range(1, turns + 2):
        articles = copy_articles(tagged, 2 * turn, copies)
        stage = time_stage(road, articles)
        bare = time_loop(road, copy_articles(tagged, 2 * turn + 1, copies))
        count = len(articles)
        console.print(f"indexing: {count / stage:,.0f}/s of {count / bare:,.0f}/s")
        if turn > 1:  # the first warms up
            ratios.append(bare / stage)
    return Figure("Kafka → written : a loop of bulks, the same bodies", ratios, 0.9)


def measure_searching(road: IndexRoad, tagged: Sequence[TaggedArticle]) -> Figure:
    """Return the p99 of the desk's page, with facets and bars, to that of a plain match.

    Both fetch the same fields of as many hits: a whole document takes longer to fetch than to find.
    """
    client = road.client()
    fill_index(road, tagged, SEARCHED)
    # No answer shall be a remembered one.
    client.indices.put_settings(index=road.name, settings={"index.requests.cache.enable": False})
    archive = Archive(client, road.name)

    def match(word: str) -> None:
        query = {"match": {"body": word}}
        client.search(index=road.name, query=query, size=PAGE_SIZE, source=list(HIT_FIELDS))

    def open_page(word: str) -> None:
        find_page(archive, Paged(q=word, size=PAGE_SIZE))

    ratios = []
    for turn in range(TURNS + 1):
        plain, page = find_p99(match), find_p99(open_page)
        console.print(f"searching: p99 {page:.1f} ms of {plain:.1f} ms")
        if turn:
            ratios.append(page / plain)
    name = f"page with facets : plain match, p99 over {SEARCHED:,}"
    return Figure(name, ratios, 3, most=True)


def weigh_page() -> list[Figure]:
    """Return what the desk's page weighs, packed as it is sent, the map too; none if not built."""
    files = [each for each in PAGE.rglob("*") if each.is_file()]
    if not files:
        return []
    packed = sum(len(gzip.compress(each.read_bytes(), 5)) for each in files)
    return [Figure("the desk's page with its map, packed", [packed / 1e3], 400, "KB", most=True)]


def find_p99(search: Callable[[str], None]) -> float:
    """Return within how many ms 99 of 100 searches were answered, each word in its turn."""
    took = []
    for word in islice(cycle(WORDS), SEARCHES):
        started = time.perf_counter()
        search(word)
        took.append(1_000 * (time.perf_counter() - started))
    return statistics.quantiles(took, n=100)[98]


if __name__ == "__main__":
    main()
