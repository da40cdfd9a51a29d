"""Each stage alone: fed by the benchmark, and nobody reads what it writes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from http_load import Load
from ingest_site import join_batches
from laid_work import time_laid
from load_process import push_all
from loaded_road import LoadedRoad, open_road
from road_articles import RoadArticles
from whole_road import SOURCE

from tidings_local.servers import Servers

CONNECTIONS = 4
SETTLE_S = 1_200.0
# An offset is asked for by a client of its own, which takes some of a core.
ASK_EVERY_S = 0.25


@dataclass(frozen=True)
class StagesAlone:
    """On one road only enrich runs, on the other ingest and index without enrich between them."""

    tagging: LoadedRoad
    ends: LoadedRoad
    enrich: subprocess.Popen[bytes]
    index: subprocess.Popen[bytes]

    def time_turn(self, made: RoadArticles, turn: int, count: int) -> dict[str, float]:
        """Return the seconds that each of them takes for so many articles."""
        raw, tagged = self.tagging.enriching, self.ends.indexing
        return {
            "ingest": push_lines(self.ends, made.encode_lines(f"turn{turn}", count)),
            "enrich": time_stage(
                self.tagging, self.enrich, raw.raw, made.encode_raw(turn, count), raw.committed
            ),
            "index": time_stage(
                self.ends,
                self.index,
                tagged.topic,
                made.encode_tagged(turn, count),
                self.ends.count_indexed,
            ),
        }


@contextmanager
def open_alone(servers: Servers, folder: Path, kind: str) -> Iterator[StagesAlone]:
    """Start the stages on roads of their own, and end them again."""
    with (
        open_road(servers, folder, "tagging") as tagging,
        open_road(servers, folder, "ends") as ends,
    ):
        ends.start_ingest(TIDINGS_LOG_LEVEL="error")
        yield StagesAlone(tagging, ends, tagging.start_tagger(kind), ends.start_index())


def push_lines(road: LoadedRoad, lines: list[bytes]) -> float:
    """Push NDJSON, 100 articles a body, and return the seconds until all are acknowledged."""
    file = str(Path(road.ingest.folder, "bodies"))
    path, kind = f"/v1/articles?source={SOURCE}", "application/x-ndjson"
    return push_all(
        Load(road.ingest.port, path, kind, file, CONNECTIONS), join_batches(lines)
    ).seconds


def time_stage(
    road: LoadedRoad,
    process: subprocess.Popen[bytes],
    topic: str,
    messages: Iterable[tuple[bytes, bytes]],
    committed: Callable[[], int],
) -> float:
    """Return the seconds from when the messages lie on the topic until all are committed."""
    laid = list(messages)
    return time_laid(
        [process],
        lambda: road.lay(topic, laid),
        len(laid),
        committed,
        within_s=SETTLE_S,
        every_s=ASK_EVERY_S,
    )
