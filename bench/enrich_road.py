"""Kafka with topics of a benchmark, and workers of the enrich stage that read them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from kafka import KafkaAdminClient, KafkaProducer
from laid_work import time_laid
from news import make_article
from polling import holds_within
from rich.console import Console
from stage_process import ask_committed, is_shared_out, kill_processes

from tidings.broker import create_topics
from tidings.endpoints import default_cache_dir
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, Topic
from tidings_local.ports import choose_ports
from tidings_local.process_table import list_endpoints, list_servers
from tidings_local.servers import Server
from tidings_local.setup import set_up_servers

PARTITIONS = 8
PORT_BASE = 24_700
SETTLE_S = 300.0
COMMAND = str(Path(sys.executable).with_name("tidings-enrich"))


class EnrichRoad:
    """Topics of this benchmark, and the workers that read them."""

    def __init__(self, kafka: str, folder: Path, kind: str, command: Sequence[str]) -> None:
        self.name = f"b{uuid.uuid4().hex[:8]}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.kafka = kafka
        self._command = command
        self._folder = folder
        self._kind = kind
        topics = [
            Topic(f"{self.name}.{each}", PARTITIONS, DAY_MS) for each in ("raw", "out", "dlq")
        ]
        create_topics(KafkaSettings(bootstrap_servers=kafka), topics)
        self._admin = KafkaAdminClient(bootstrap_servers=kafka)

    def start_worker(self) -> None:
        """Start one more and wait until each has its share of the partitions."""
        environment = {
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "TIDINGS_METRICS_PORT": "0",
            "TIDINGS_ENRICH_GROUP": self.name,
            "TIDINGS_ENRICH_INPUT_TOPIC": f"{self.name}.raw",
            "TIDINGS_ENRICH_OUTPUT_TOPIC": f"{self.name}.out",
            "TIDINGS_ENRICH_DEAD_LETTER_TOPIC": f"{self.name}.dlq",
            "TIDINGS_STORIES_MOST_ARTICLES": "0",
            "TIDINGS_LOG_LEVEL": "error",
            "TIDINGS_TAGGER": self._kind,
        }
        log = self._folder / f"worker-{len(self.workers)}.log"
        with log.open("wb") as output:
            worker = subprocess.Popen(self._command, env=environment, stdout=output, stderr=output)
        self.workers.append(worker)
        if not holds_within(
            lambda: is_shared_out(self._admin, self.name, len(self.workers)), SETTLE_S
        ):
            sys.exit(f"the partitions were not shared out:\n{log.read_text()}")

    def time_turn(self, bodies: Sequence[str]) -> float:
        """Return the seconds from when all lie on the topic until all are committed."""
        count = PARTITIONS * len(bodies)
        return time_laid(
            self.workers,
            lambda: self.lay(bodies),
            count,
            self._sum_committed,
            within_s=SETTLE_S,
        )

    def close(self) -> None:
        """End the workers."""
        kill_processes(self.workers)
        self._admin.close()

    def weigh(self) -> float:
        """Return the resident MB of the first worker."""
        return psutil.Process(self.workers[0].pid).memory_info().rss / 1e6

    def lay(self, bodies: Sequence[str]) -> None:
        """Put each body on each partition, and wait until all are acknowledged."""
        producer = KafkaProducer(bootstrap_servers=self.kafka, acks="all")
        sent = []
        for number, body in enumerate(bodies):
            for partition in range(PARTITIONS):
                article = make_article(body, number * PARTITIONS + partition)
                key = article.id.encode()
                value = article.to_bytes()
                sent.append(producer.send(f"{self.name}.raw", value, key, partition=partition))
        for each in sent:
            each.get(60)
        producer.close()

    def _sum_committed(self) -> int:
        return ask_committed(self._admin, self.name)


@contextmanager
def open_road(kind: str, command: Sequence[str] = (COMMAND,)) -> Iterator[EnrichRoad]:
    """Start Kafka alone with the topics, and end everything again; ``command`` is the worker's."""
    set_up_servers(default_cache_dir(), Console(stderr=True))
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder:
        ports = choose_ports(PORT_BASE)
        [spec] = [
            each
            for each in list_servers(Path(folder), default_cache_dir(), ports)
            if each.name == "kafka"
        ]
        kafka = Server(spec, Path(folder, "kafka.log"))
        try:
            kafka.start()
            road = EnrichRoad(list_endpoints(ports)["kafka"], Path(folder), kind, command)
            try:
                yield road
            finally:
                road.close()
        finally:
            kafka.stop()
