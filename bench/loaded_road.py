"""The whole road with the product's own programs, on servers of its own, and scales under it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psutil
from kafka import KafkaProducer
from rich.console import Console
from stack_fixtures import choose_free_base
from stage_process import sum_committed
from whole_road import WholeRoad

from tidings.endpoints import default_cache_dir
from tidings_local.ports import choose_ports
from tidings_local.servers import Servers
from tidings_local.setup import set_up_servers

ENRICH = str(Path(sys.executable).with_name("tidings-enrich"))
# Messages whose acknowledgement is waited for together: at 2 KB each, 10 MB.
CHUNK = 5_000
# What the broker writes into its log.
REBALANCE_LINE = "Preparing to rebalance group {} "


class LoadedRoad(WholeRoad):
    """A road on which enrich has a real tagger; ``log`` is what the broker says of its groups."""

    def __init__(self, servers: Servers, folder: Path, log: Path) -> None:
        super().__init__(servers, folder)
        self._log = log

    def start_tagger(self, kind: str) -> subprocess.Popen[bytes]:
        """Start the enrich stage as users do."""
        environment = self.enriching.describe() | {
            "TIDINGS_TAGGER": kind,
            "TIDINGS_LOG_LEVEL": "error",
        }
        with (self.enriching.folder / "enrich.log").open("ab") as output:
            process = subprocess.Popen([ENRICH], env=environment, stderr=output, stdout=output)
        self.enriching.processes.append(process)
        return process

    def start_index(self) -> subprocess.Popen[bytes]:
        """Start the index stage; on this road its group has a name of its own."""
        return self.indexing.start_worker(
            TIDINGS_INDEX_GROUP=self.index_group, TIDINGS_LOG_LEVEL="error"
        )

    def count_indexed(self) -> int:
        """Return how many messages index has committed."""
        return sum_committed(self.indexing.kafka, self.index_group)

    def count_rebalances(self, group: str) -> int:
        """Return how often the broker has begun to share out the partitions of a group."""
        line = REBALANCE_LINE.format(group)
        with self._log.open(encoding="utf-8", errors="replace") as lines:
            return sum(line in each for each in lines)

    def lay(self, topic: str, messages: Iterable[tuple[bytes, bytes]]) -> None:
        """Put keys and values on a topic of three partitions, every other one on the first."""
        producer = KafkaProducer(
            bootstrap_servers=self.enriching.kafka, acks="all", linger_ms=20, batch_size=256 * 1024
        )
        numbered = enumerate(messages)
        while chunk := list(islice(numbered, CHUNK)):
            sent = [
                producer.send(topic, value, key, partition=number // 2 % 2 + 1 if number % 2 else 0)
                for number, (key, value) in chunk
            ]
            for each in sent:
                each.get(60)
        producer.close()


class Scales:
    """Weighs processes with their children every second, on a thread; ``most`` in MB by name."""

    def __init__(self, **processes: int) -> None:
        self.most = dict.fromkeys(processes, 0.0)
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)

    def __enter__(self) -> Scales:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._ended.wait(1.0):
            for name, process in self._processes.items():
                both = (process, *process.children(recursive=True))
                weight = sum(each.memory_info().rss for each in both) / 1e6
                self.most[name] = max(self.most[name], weight)


@contextmanager
def open_servers() -> Iterator[tuple[Servers, Path]]:
    """Start Kafka and Elasticsearch, give them with their folder, and end them again."""
    set_up_servers(default_cache_dir(), Console(stderr=True))
    with (
        tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder,
        Servers(Path(folder), default_cache_dir(), choose_ports(choose_free_base())) as servers,
    ):
        yield servers, Path(folder)


@contextmanager
def open_road(servers: Servers, folder: Path, name: str) -> Iterator[LoadedRoad]:
    """Give a road with topics and an index of its own; what it started is ended."""
    own = folder / name
    own.mkdir()
    road = LoadedRoad(servers, own, folder / "logs" / "kafka.log")
    try:
        yield road
    finally:
        road.stop()
