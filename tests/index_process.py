"""The index stage as a process on topics and an index of one test, and both sides of it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from stack_fixtures import wait_until
from stage_process import ask, kill_processes, sum_committed

from tidings.broker import create_topics
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.tags import TaggedArticle
from tidings.topics import DAY_MS, MAX_MESSAGE_BYTES, Topic
from tidings_index.history.provisioning import create_history
from tidings_index.provisioning import create_index

PARTITIONS = 3
# Starting Python, joining a group and a refresh take under 5 s; the rest is for a busy machine.
SOON_S = 60.0
COMMAND = str(Path(sys.executable).with_name("tidings-index"))


@dataclass
class IndexRoad:
    """What goes in and comes out of the index stage; nothing of it is shared with other tests."""

    kafka: str
    elasticsearch_url: str
    folder: Path
    name: str = field(default_factory=lambda: f"t{uuid.uuid4().hex[:8]}")
    partitions: int = PARTITIONS
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def topic(self) -> str:
        return f"{self.name}.enriched"

    @property
    def dead(self) -> str:
        return f"{self.name}.dlq"

    @property
    def group(self) -> str:
        return f"{self.name}-group"

    def client(self) -> Elasticsearch:
        return Elasticsearch(self.elasticsearch_url, request_timeout=30)

    def settings(self) -> ElasticsearchSettings:
        return ElasticsearchSettings(url=self.elasticsearch_url, alias=self.name)

    def create(self) -> None:
        topics = [Topic(each, self.partitions, DAY_MS) for each in (self.topic, self.dead)]
        create_topics(KafkaSettings(bootstrap_servers=self.kafka), topics)
        create_history(self.client(), self.settings())
        create_index(self.client(), self.settings())

    def remove(self) -> None:
        """Kill what runs, and remove the index with its blocks."""
        kill_processes(self.processes)
        client = self.client()
        for index in client.indices.get(index=f"{self.name}-*"):
            client.indices.put_settings(index=index, settings={"index.blocks.write": None})
            client.indices.delete(index=index)

    def environment(self) -> dict[str, str]:
        """Return the variables of a command; its lines are not cut."""
        return {
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "TIDINGS_ELASTICSEARCH_URL": self.elasticsearch_url,
            "TIDINGS_ELASTICSEARCH_ALIAS": self.name,
            "TIDINGS_INDEX_GROUP": self.group,
            "TIDINGS_INDEX_TOPIC": self.topic,
            "COLUMNS": "500",
        }

    def start_worker(self, *, port: int = 0, **settings: str) -> subprocess.Popen[bytes]:
        environment = {
            **self.environment(),
            "TIDINGS_METRICS_PORT": str(port),
            "TIDINGS_INDEX_DEAD_LETTER_TOPIC": self.dead,
            **settings,
        }
        with self.log_of(len(self.processes)).open("wb") as output:
            process = subprocess.Popen([COMMAND], env=environment, stderr=output, stdout=output)
        self.processes.append(process)
        return process

    def log_of(self, number: int) -> Path:
        return self.folder / f"worker-{number}.log"

    def push(self, values: Iterable[tuple[bytes, bytes | None]]) -> None:
        """Put keys and values on the topic and wait until each is acknowledged."""
        producer = KafkaProducer(
            bootstrap_servers=self.kafka, acks="all", max_request_size=MAX_MESSAGE_BYTES
        )
        for sent in [producer.send(self.topic, value, key) for key, value in values]:
            sent.get(60)
        producer.close()

    def push_articles(self, articles: Iterable[TaggedArticle]) -> None:
        self.push((each.article.id.encode(), each.to_bytes()) for each in articles)

    def read_letters(self, count: int) -> list[Any]:
        """Return the dead letters once there are ``count``, or what there is after a while."""
        consumer = KafkaConsumer(
            bootstrap_servers=self.kafka,
            enable_auto_commit=False,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        )
        places = [TopicPartition(self.dead, each) for each in range(self.partitions)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        found: list[Any] = []

        def are_there() -> bool:
            for records in consumer.poll(timeout_ms=200).values():
                found.extend(records)
            return len(found) >= count

        wait_until(are_there, SOON_S, f"{count} dead letters")
        consumer.close()
        return found

    def committed(self) -> int:
        """Return the sum of the group's committed offsets."""
        return sum_committed(self.kafka, self.group)

    def await_commits(self, count: int, deadline_s: float = SOON_S) -> None:
        try:
            wait_until(lambda: self.committed() == count, deadline_s, "the commits")
        except pytest.fail.Exception:
            said = "".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))
            pytest.fail(f"{self.committed()} of {count} committed after {deadline_s} s:\n{said}")

    def fetch(self, articles: Collection[TaggedArticle]) -> dict[str, dict[str, Any]]:
        """Return the documents of ``articles`` that a search finds, by id."""
        client = self.client()
        client.indices.refresh(index=self.name)
        ids = [each.article.id for each in articles]
        answer = client.search(index=self.name, query={"ids": {"values": ids}}, size=len(ids))
        return {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}

    def count(self) -> int:
        client = self.client()
        client.indices.refresh(index=self.name)
        return int(client.count(index=self.name)["count"])


def await_answer(port: int, path: str, status: int, words: str = "") -> None:
    def holds() -> bool:
        got, text = ask(port, path)
        return got == status and words in text

    wait_until(holds, SOON_S, f"{path} to answer {status} {words}")
