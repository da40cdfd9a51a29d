"""Kafka, ingest and the server with a constant answer, and loads that are sent to them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from corpus import encode_article, generate_articles
from http_load import Load, Report
from kafka import KafkaConsumer, TopicPartition
from load_process import push_all
from rich.console import Console

from tidings.broker import create_topics
from tidings.endpoints import default_cache_dir
from tidings.settings import KafkaSettings
from tidings.topics import TOPICS, Topic
from tidings_local.ports import Ports, choose_ports
from tidings_local.servers import Servers
from tidings_local.setup import set_up_servers

HERE = Path(__file__).resolve().parent
PORT_BASE = 24_800
BATCH_ITEMS = 100
console = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class Site:
    """Where everything is: a Kafka, an ingest, the constant server, and a folder for bodies."""

    kafka: str
    ingest_port: int
    ingest_pid: int
    constant_port: int
    folder: Path

    def load(
        self, port: int, bodies: list[bytes], kind: str, connections: int, rate: float = 0
    ) -> Report:
        """Send the bodies from a process of its own; all of them have to be accepted."""
        file = str(self.folder / "bodies")
        load = Load(port, "/v1/articles?source=bench", kind, file, connections, rate)
        return push_all(load, bodies)

    def produce(self, topic: str, values: list[bytes], rate: float = 0) -> Report:
        """Produce the values by a bare loop in a process of its own."""
        file = self.folder / "values"
        file.write_bytes(b"\0".join(values))
        command = [sys.executable, str(HERE / "bare_producer.py"), self.kafka, topic, str(file)]
        done = subprocess.run(
            [*command, *([str(rate)] if rate else [])], stdout=subprocess.PIPE, check=True
        )
        told = json.loads(done.stdout)
        return Report(told["seconds"], {}, told["p99"])


def make_bodies(count: int, name: str) -> list[bytes]:
    """Return articles that nobody has pushed yet."""
    return [encode_article(each) for each in generate_articles(count, seed=1, name=name)]


def join_batches(lines: list[bytes]) -> list[bytes]:
    """Return bodies of NDJSON, each with ``BATCH_ITEMS`` of the articles."""
    return [b"\n".join(lines[n : n + BATCH_ITEMS]) for n in range(0, len(lines), BATCH_ITEMS)]


def read_values(kafka: str, count: int) -> list[bytes]:
    """Return the newest ``count`` messages that ingest has put on its topic."""
    consumer = KafkaConsumer(
        bootstrap_servers=kafka, enable_auto_commit=False, fetch_max_bytes=64 * 1024**2
    )
    places = [TopicPartition("bench.raw", each) for each in range(6)]
    consumer.assign(places)
    ends = consumer.end_offsets(places)
    for place in places:
        consumer.seek(place, max(0, ends[place] - count))
    found: list[tuple[int, bytes]] = []
    while any(consumer.position(place) < ends[place] for place in places):
        for records in consumer.poll(timeout_ms=500).values():
            found += ((each.timestamp, each.value) for each in records)
    consumer.close()
    return [value for _, value in sorted(found)[-count:]]


@contextmanager
def open_site() -> Iterator[Site]:
    """Start Kafka, ingest and the constant server, and end them again."""
    set_up_servers(default_cache_dir(), console)
    ports = choose_ports(PORT_BASE)
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as folder:
        servers = Servers(Path(folder), default_cache_dir(), ports)
        children: list[subprocess.Popen[bytes]] = []
        try:
            servers.server("kafka").start()
            create_topics(
                KafkaSettings(bootstrap_servers=servers.kafka),
                [*TOPICS, Topic("bench.raw", 6, 3_600_000), Topic("bench.bare", 6, 3_600_000)],
            )
            children.append(start_ingest(servers.kafka, ports))
            children.append(
                subprocess.Popen(
                    [sys.executable, str(HERE / "constant_server.py"), str(ports.desk)]
                )
            )
            for port, path in ((ports.ingest, "/readyz"), (ports.desk, "/")):
                await_answer(f"http://127.0.0.1:{port}{path}")
            yield Site(servers.kafka, ports.ingest, children[0].pid, ports.desk, Path(folder))
        finally:
            for child in children:
                child.terminate()
                child.wait(30)
            servers.stop()


def start_ingest(kafka: str, ports: Ports) -> subprocess.Popen[bytes]:
    """Start the product as it is, with nobody asked for a key."""
    variables = {
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": kafka,
        "TIDINGS_HTTP_PORT": str(ports.ingest),
        "TIDINGS_METRICS_PORT": str(ports.ingest_metrics),
        "TIDINGS_INGEST_TOPIC": "bench.raw",
        "TIDINGS_ALLOW_UNAUTHENTICATED": "true",
        "TIDINGS_LOG_LEVEL": "error",
    }
    program = str(Path(sys.executable).with_name("tidings-ingest"))
    return subprocess.Popen([program], env={**os.environ, **variables})


def await_answer(url: str) -> None:
    """Wait until something answers there, 60 s at most."""
    transport = httpx.HTTPTransport(retries=0)
    for _ in range(600):
        try:
            with httpx.Client(transport=transport, trust_env=False) as client:
                if client.get(url).status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return
        except httpx.TransportError:
            pass
        subprocess.run(["sleep", "0.1"], check=True)
    sys.exit(f"nothing answers at {url}")
