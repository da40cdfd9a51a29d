"""What an article costs to index while so many documents are there already."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from figures import Figure
from filled_index import fill_index
from index_process import IndexRoad
from index_turns import copy_articles, start_worker, tag_articles, time_stage
from polling import holds_within
from rich.console import Console

from tidings.tags import TaggedArticle
from tidings_local.servers import Servers

FEW = 1_000
TAGGED, COPIES = 150, 4
# Elasticsearch merges what was written before; below this share of a core it has done so.
QUIET_PERCENT, QUIET_WITHIN_S, LOOK_S = 15.0, 120.0, 1.0
console = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class PresentDocuments:
    """An index with so many documents, its stage, and what one turn of articles costs there."""

    road: IndexRoad
    worker: subprocess.Popen[bytes]
    elasticsearch: psutil.Process
    tagged: Sequence[TaggedArticle]

    def measure(self, turn: int) -> float:
        """Return the processor seconds of the stage and of Elasticsearch for a turn of articles.

        They are removed again, so that the next turn finds as many documents.
        """
        articles = copy_articles(self.tagged, turn, COPIES)
        self._await_quiet()
        before = self._sum_seconds()
        time_stage(self.road, articles)
        spent = self._sum_seconds() - before
        deletions = [
            {"delete": {"_index": self.road.name, "_id": each.article.id}} for each in articles
        ]
        self.road.client().bulk(operations=deletions, refresh=True)
        return spent

    def _sum_seconds(self) -> float:
        roots = (psutil.Process(self.worker.pid), self.elasticsearch)
        both = [each for root in roots for each in (root, *root.children(recursive=True))]
        return sum(each.cpu_times().user + each.cpu_times().system for each in both)

    def _await_quiet(self) -> None:
        holds_within(lambda: self.elasticsearch.cpu_percent(LOOK_S) < QUIET_PERCENT, QUIET_WITHIN_S)


@contextmanager
def open_presence(
    servers: Servers, folder: Path, tagged: Sequence[TaggedArticle], count: int
) -> Iterator[PresentDocuments]:
    """Give an index with so many documents, and remove it again."""
    folder.mkdir()
    pid = servers.server("elasticsearch").pid
    assert pid is not None
    road = IndexRoad(servers.kafka, servers.elasticsearch_url, folder)
    road.create()
    try:
        worker = start_worker(road, tagged)
        fill_index(road, tagged, count)
        yield PresentDocuments(road, worker, psutil.Process(pid), tagged)
    finally:
        road.remove()


def measure_presence(servers: Servers, folder: Path, present: int, turns: int) -> Figure:
    """Return what an article costs with so many documents to what it costs with ``FEW``."""
    tagged = tag_articles(TAGGED)
    ratios = []
    with (
        open_presence(servers, folder / "few", tagged, FEW) as few,
        open_presence(servers, folder / "many", tagged, present) as many,
    ):
        for turn in range(1, turns + 2):
            one, other = few.measure(turn), many.measure(turn)
            console.print(f"indexing: {other:.2f} s of processor time, {one:.2f} s with {FEW:,}")
            if turn > 1:  # the first warms up
                ratios.append(other / one)
    name = f"index and Elasticsearch, an article with {present:,} documents : with {FEW:,}"
    return Figure(name, ratios, 1.1, most=True)
