"""What one turn of indexing takes: by the stage, and by the bulks alone."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from corpus import generate_articles
from index_process import PARTITIONS, IndexRoad
from laid_work import time_laid
from loaded_road import open_servers
from rich.console import Console

from tidings.article import Article
from tidings.tags import TaggedArticle
from tidings_enrich.cli import TaggerKind, load_tagging
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document

SETTLE_S = 120.0
NOW = datetime(2031, 11, 3, 10, tzinfo=UTC)
console = Console(stderr=True, highlight=False)


def tag_articles(count: int) -> list[TaggedArticle]:
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
        for number, each in enumerate(generate_articles(count, seed=1, name="bench"))
    ]
    tags = load_tagging(TaggerKind.FAST).tag(articles)
    return [
        TaggedArticle(article=article, tags=own, enriched_at=NOW)
        for article, own in zip(articles, tags, strict=True)
    ]


def copy_articles(tagged: Sequence[TaggedArticle], turn: int, copies: int) -> list[TaggedArticle]:
    """Return so many copies of each, under ids that no other turn has."""
    return [
        each.model_copy(
            update={"article": each.article.model_copy(update={"id": f"{turn:08x}{n:024x}"})}
        )
        for n, each in enumerate(each for _ in range(copies) for each in tagged)
    ]


def start_worker(road: IndexRoad, tagged: Sequence[TaggedArticle]) -> subprocess.Popen[bytes]:
    """Start the stage, and wait until it has written one article."""
    process = road.start_worker(TIDINGS_LOG_LEVEL="error")
    road.push_articles(tagged[:1])
    road.await_commits(1)
    return process


def time_stage(road: IndexRoad, articles: Sequence[TaggedArticle]) -> float:
    """Return the seconds from when all lie on the topic until all are committed."""
    return time_laid(
        road.processes,
        lambda: road.push_articles(articles),
        len(articles),
        road.committed,
        within_s=SETTLE_S,
    )


def time_loop(road: IndexRoad, articles: Sequence[TaggedArticle]) -> float:
    """Return the seconds that the bulks alone take; their bodies are ready before."""
    documents = [build_document(each, NOW) for each in articles]
    writer = BulkWriter(road.client(), road.name, 500, 5_000_000)
    started = time.perf_counter()
    writer.write(documents)
    return time.perf_counter() - started


@contextmanager
def open_road(partitions: int = PARTITIONS) -> Iterator[IndexRoad]:
    """Start Kafka and Elasticsearch with a topic and an index, and end them again."""
    with open_servers() as (servers, folder):
        road = IndexRoad(servers.kafka, servers.elasticsearch_url, folder, partitions=partitions)
        road.create()
        try:
            yield road
        finally:
            road.remove()
