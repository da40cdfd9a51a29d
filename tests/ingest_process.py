"""The ingest stage as a process on a topic of its own, and Kafka's side of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import httpx
from kafka import KafkaConsumer, TopicPartition

from tidings.broker import create_topics
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, FEED_ACTIVITY, MAX_MESSAGE_BYTES, Topic

PARTITIONS = 3
INGEST = str(Path(sys.executable).with_name("tidings-ingest"))


def choose_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class IngestProcess:
    """One process: ``port`` is where it takes articles, ``metrics_port`` for its telemetry."""

    kafka: str
    topic: str
    folder: Path
    port: int = field(default_factory=choose_port)
    metrics_port: int = field(default_factory=choose_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def held_topic(self) -> str:
        return f"{self.topic}.held"

    @property
    def log(self) -> str:
        return (self.folder / "ingest.log").read_text(encoding="utf-8", errors="replace")

    @property
    def activity(self) -> str:
        return f"{self.topic}.activity"

    def create_topic(self) -> None:
        topics = [Topic(each, PARTITIONS, DAY_MS) for each in (self.topic, self.held_topic)]
        topics.append(replace(FEED_ACTIVITY, name=self.activity))
        create_topics(KafkaSettings(bootstrap_servers=self.kafka), topics)

    def start(self, **variables: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "TIDINGS_HTTP_PORT": str(self.port),
            "TIDINGS_METRICS_PORT": str(self.metrics_port),
            "TIDINGS_INGEST_TOPIC": self.topic,
            "TIDINGS_EMBARGO_TOPIC": self.held_topic,
            "TIDINGS_EMBARGO_GROUP": self.held_topic,
            "TIDINGS_ACTIVITY_TOPIC": self.activity,
            "TIDINGS_ALLOW_UNAUTHENTICATED": "true",
            **variables,
        }
        with (self.folder / "ingest.log").open("ab") as output:
            self.process = subprocess.Popen([INGEST], env=environment, stderr=output)
        return self.process

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ask(self, path: str) -> tuple[int, str]:
        """Return status and text; 0 while nothing answers."""
        try:
            answer = httpx.get(f"{self.url}{path}", timeout=5)
        except httpx.TransportError:
            return 0, ""
        return answer.status_code, answer.text

    def post(self, number: int, client: httpx.Client | None = None) -> httpx.Response:
        """Push one numbered article."""
        article = {"id": str(number), "headline": f"第{number}篇", "body": "渡口镇的桥修好了。"}
        return (client or httpx).post(
            f"{self.url}/v1/articles", params={"source": "gazette"}, json=article, timeout=30
        )

    def read_topic(self, want: set[str], deadline_s: float = 30) -> dict[str, bytes]:
        """Return key and value of every message, once all of ``want`` are there or at the end."""
        found: dict[str, bytes] = {}
        for key, value in self._read_messages(deadline_s):
            found[key] = value
            if want <= found.keys():
                break
        return found

    def read_values(self, count: int, deadline_s: float = 30) -> list[bytes]:
        """Return the first ``count`` values, or those that are there at the end.

        Those of one key are in the order of the topic.
        """
        return [value for _, value in islice(self._read_messages(deadline_s), count)]

    def _read_messages(self, deadline_s: float) -> Iterator[tuple[str, bytes]]:
        consumer = KafkaConsumer(
            bootstrap_servers=self.kafka,
            enable_auto_commit=False,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        )
        places = [TopicPartition(self.topic, each) for each in range(PARTITIONS)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        deadline = time.monotonic() + deadline_s
        try:
            while time.monotonic() < deadline:
                for records in consumer.poll(timeout_ms=200).values():
                    yield from ((each.key.decode(), each.value) for each in records)
        finally:
            consumer.close()
