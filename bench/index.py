"""``make bench-index``: what indexing and searching cost beside what they cannot do without.

Each ratio is of two that were measured in the same run, turn by turn, on the embedded Kafka and
Elasticsearch. Other work on the machine shows in the spread; do not measure while there is much.
"""

from __future__ import annotations

import gzip
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import psutil
from corpus import generate_articles
from elasticsearch import Elasticsearch
from figures import Figure, conclude
from index_process import IndexRoad
from loaded_road import open_servers
from rich.console import Console

from tidings.article import Article
from tidings.tags import TaggedArticle
from tidings_desk.page import FOLDER as PAGE
from tidings_desk.parameters import Paged
from tidings_desk.requests import build_page
from tidings_enrich.cli import TaggerKind, load_tagging
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document

TURNS = 5
# So many articles are different; a turn has each of them some times, under ids of their own.
TAGGED, COPIES = 150, 10
# Searches are over short articles, which take a tenth of the time to index.
SEARCHED, SEARCHES, SHORT_CHARACTERS = 100_000, 200, 300
SETTLE_S = 120.0
NOW = datetime(2031, 11, 3, 10, tzinfo=UTC)
WORDS = ("大桥", "洪水", "医疗队", "协议", "开学", "投资", "bridge", "river", "exports", "council")
console = Console(stderr=True, highlight=False)


def main() -> None:
    """Measure, and tell."""
    tagged = tag_articles()
    with open_road() as road:
        process = road.start_worker(TIDINGS_LOG_LEVEL="error")
        road.push_articles(tagged[:1])
        road.await_commits(1)
        indexing = measure_indexing(road, process, tagged)
        weight = psutil.Process(process.pid).memory_info().rss / 1e6
        figures = [
            indexing,
            Figure("RSS of index", [weight], 150, "MB", most=True),
            measure_searching(road, tagged),
            *weigh_page(),
        ]
    conclude("Index", figures)


def tag_articles() -> list[TaggedArticle]:
    """Return articles as the enrich stage sends them."""
    console.print("tagging the corpus")
    articles = [
        Article(
            id=f"{number:032x}",
            revision=1,
            content_hash="",
            source="bench",
            received_at=NOW,
            headline=str(each["headline"]),
            body="\n".join(map(str, each["body"])) if isinstance(each["body"], list) else "",
            language=str(each["language"]),
            published_at=NOW,
        )
        for number, each in enumerate(generate_articles(TAGGED, seed=1, name="bench"))
    ]
    tags = load_tagging(TaggerKind.FAST).tag(articles)
    return [
        TaggedArticle(article=article, tags=own, enriched_at=NOW)
        for article, own in zip(articles, tags, strict=True)
    ]


def copy_articles(tagged: Sequence[TaggedArticle], turn: int) -> list[TaggedArticle]:
    """Return a turn's worth of articles that are not indexed yet."""
    return [
        each.model_copy(
            update={"article": each.article.model_copy(update={"id": f"{turn:08x}{n:024x}"})}
        )
        for n, each in enumerate(each for _ in range(COPIES) for each in tagged)
    ]


def measure_indexing(
    road: IndexRoad, process: subprocess.Popen[bytes], tagged: Sequence[TaggedArticle]
) -> Figure:
    """Return the rate of the stage to that of a loop that writes the same bodies."""
    ratios: list[float] = []
    for turn in range(1, TURNS + 2):
        articles = copy_articles(tagged, 2 * turn)
        stage = time_stage(road, process, articles)
        bare = time_loop(road, copy_articles(tagged, 2 * turn + 1))
        count = len(articles)
        console.print(f"indexing: {count / stage:,.0f}/s of {count / bare:,.0f}/s")
        if turn > 1:  # the first warms up
            ratios.append(bare / stage)
    return Figure("Kafka → written : a loop of bulks, the same bodies", ratios, 0.9)


def time_stage(
    road: IndexRoad, process: subprocess.Popen[bytes], articles: Sequence[TaggedArticle]
) -> float:
    """Return the seconds from when all lie on the topic until all are committed."""
    wanted = road.committed() + len(articles)
    # Stopped for less than a session, it stays a member of its group.
    process.send_signal(signal.SIGSTOP)
    try:
        road.push_articles(articles)
    finally:
        process.send_signal(signal.SIGCONT)
    started = time.perf_counter()
    road.await_commits(wanted, SETTLE_S)
    return time.perf_counter() - started


def time_loop(road: IndexRoad, articles: Sequence[TaggedArticle]) -> float:
    """Return the seconds that the bulks alone take; their bodies are ready before."""
    documents = [build_document(each, NOW) for each in articles]
    writer = BulkWriter(road.client(), road.name, 500, 5_000_000)
    started = time.perf_counter()
    writer.write(documents)
    return time.perf_counter() - started


def measure_searching(road: IndexRoad, tagged: Sequence[TaggedArticle]) -> Figure:
    """Return the p99 of a page with its facets to that of a plain match."""
    client = road.client()
    short = [each for each in tagged if len(each.article.body) <= SHORT_CHARACTERS]
    turn = 1_000
    while client.count(index=road.name)["count"] < SEARCHED:
        console.print(f"{client.count(index=road.name)['count']:,} documents")
        time_loop(road, copy_articles(short * (TAGGED // len(short)), turn))
        client.indices.refresh(index=road.name)
        turn += 1
    ratios = []
    for turn in range(TURNS + 1):
        plain = [{"query": {"match": {"body": each}}, "size": 20} for each in WORDS]
        faceted = [build_page(Paged(q=each), None) for each in WORDS]
        match, page = (find_p99(client, road.name, each) for each in (plain, faceted))
        console.print(f"searching: p99 {page:.1f} ms of {match:.1f} ms")
        if turn:
            ratios.append(page / match)
    name = f"page with facets : plain match, p99 over {SEARCHED:,}"
    return Figure(name, ratios, 3, most=True)


def weigh_page() -> list[Figure]:
    """Return what the desk's page weighs, packed as it is sent, the map too; none if not built."""
    files = [each for each in PAGE.rglob("*") if each.is_file()]
    if not files:
        return []
    packed = sum(len(gzip.compress(each.read_bytes(), 5)) for each in files)
    return [Figure("the desk's page with its map, packed", [packed / 1e3], 400, "KB", most=True)]


def find_p99(client: Elasticsearch, index: str, requests: Sequence[dict[str, object]]) -> float:
    """Return within how many ms 99 of 100 searches were answered; no answer is a cached one."""
    took = []
    for number in range(SEARCHES):
        started = time.perf_counter()
        client.search(index=index, body=requests[number % len(requests)], request_cache=False)
        took.append(1_000 * (time.perf_counter() - started))
    return statistics.quantiles(took, n=100)[98]


@contextmanager
def open_road() -> Iterator[IndexRoad]:
    """Start Kafka and Elasticsearch with a topic and an index, and end them again."""
    with open_servers() as (servers, folder):
        road = IndexRoad(servers.kafka, servers.elasticsearch_url, folder)
        road.create()
        try:
            yield road
        finally:
            road.remove()


if __name__ == "__main__":
    main()
