"""The enrich stage as a process with a tagger made up for tests, and Kafka's side of it.

Run as a script it is that process: ``python enrich_process.py KIND`` with the settings in
``TIDINGS_*`` variables; the kinds are in ``TAGGERS``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Collection, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from stage_process import kill_processes, sum_committed

from tidings.article import Article
from tidings.broker import create_topics
from tidings.logging import configure_logging
from tidings.settings import KafkaSettings
from tidings.tags import Tags
from tidings.topics import DAY_MS, MAX_MESSAGE_BYTES, STORIES, Topic
from tidings_enrich.main import run
from tidings_enrich.settings import EnrichSettings

PARTITIONS = 3
BREAKS_THE_TAGGER = "这一篇读不了"
SECONDS_AN_ARTICLE = 0.006


class ReadsMost:
    """Looks for names in every language but French; there is no list of the user's own."""

    lexicon = None

    def hold(self):
        return self

    def reads_names(self, language):
        return language != "fr"


class QuickTagger(ReadsMost):
    """Finds nothing, at once; an article with ``BREAKS_THE_TAGGER`` in it raises."""

    def tag(self, articles):
        if any(BREAKS_THE_TAGGER in each.body for each in articles):
            raise ValueError("cannot be read")
        return [Tags() for _ in articles]


class SlowTagger(QuickTagger):
    """Takes its time, so that a process can be hurt in the middle of its work."""

    def tag(self, articles):
        time.sleep(SECONDS_AN_ARTICLE * len(articles))
        return super().tag(articles)


class BrokenTagger(ReadsMost):
    """Fails on everything, as with damaged weights."""

    def tag(self, articles):
        raise RuntimeError("no weights")


class StuckTagger(ReadsMost):
    """Never comes back."""

    def tag(self, articles):
        time.sleep(3600)
        return [Tags() for _ in articles]


TAGGERS = {
    "quick": QuickTagger,
    "slow": SlowTagger,
    "broken": BrokenTagger,
    "stuck": StuckTagger,
}


@dataclass
class Road:
    """Topics of one test, and what goes in and comes out of them."""

    kafka: str
    name: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def raw(self) -> str:
        return f"{self.name}.raw"

    @property
    def enriched(self) -> str:
        return f"{self.name}.enriched"

    @property
    def dead(self) -> str:
        return f"{self.name}.dlq"

    @property
    def stories(self) -> str:
        return f"{self.name}.stories"

    @property
    def group(self) -> str:
        return f"{self.name}-group"

    def create(self) -> None:
        topics = [Topic(each, PARTITIONS, DAY_MS) for each in (self.raw, self.enriched, self.dead)]
        topics.append(replace(STORIES, name=self.stories))
        create_topics(KafkaSettings(bootstrap_servers=self.kafka), topics)

    def describe(self, port: int = 0) -> dict[str, str]:
        """Return the environment of a worker on this road."""
        return {
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "TIDINGS_METRICS_PORT": str(port),
            "TIDINGS_ENRICH_GROUP": self.group,
            "TIDINGS_ENRICH_INPUT_TOPIC": self.raw,
            "TIDINGS_ENRICH_OUTPUT_TOPIC": self.enriched,
            "TIDINGS_ENRICH_DEAD_LETTER_TOPIC": self.dead,
            "TIDINGS_STORIES_TOPIC": self.stories,
        }

    def start_worker(self, kind: str = "quick", *, port: int = 0) -> subprocess.Popen[bytes]:
        log = self.folder / f"worker-{len(self.processes)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, __file__, kind], env=self.describe(port), stderr=output
            )
        self.processes.append(process)
        return process

    def stop_workers(self) -> None:
        kill_processes(self.processes)

    def push(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Put keys and values on the raw topic and wait until each is acknowledged."""
        with self._producer() as producer:
            sent = [producer.send(self.raw, value, key) for key, value in values]
            for each in sent:
                each.get(60)

    @contextmanager
    def _producer(self):
        producer = KafkaProducer(
            bootstrap_servers=self.kafka, acks="all", max_request_size=MAX_MESSAGE_BYTES
        )
        try:
            yield producer
        finally:
            producer.close()

    def read(self, topic: str, want: Collection[bytes], deadline_s: float = 60) -> list:
        """Return the records of ``topic`` once every key of ``want`` is there, or at the end."""
        consumer = self._consumer()
        places = [TopicPartition(topic, each) for each in range(PARTITIONS)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        missing, found = set(want), []
        deadline = time.monotonic() + deadline_s
        while missing and time.monotonic() < deadline:
            for records in consumer.poll(timeout_ms=200).values():
                found += records
                missing -= {each.key for each in records}
        consumer.close()
        return found

    def _consumer(self) -> KafkaConsumer:
        return KafkaConsumer(
            bootstrap_servers=self.kafka,
            enable_auto_commit=False,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        )

    def committed(self) -> int:
        """Return the sum of the group's committed offsets."""
        return sum_committed(self.kafka, self.group)


@contextmanager
def open_road(servers, folder: Path):
    """Give a road of its own beside running servers; its workers end with it."""
    servers.start()
    road = Road(servers.kafka, f"t{uuid.uuid4().hex[:8]}", folder)
    road.create()
    try:
        yield road
    finally:
        road.stop_workers()


def make_article(
    number: int, body: str = "渡口镇的桥修好了。", language: str = "zh"
) -> tuple[bytes, bytes]:
    """Return key and value of an article of its own."""
    article = Article(
        id=f"{number:032x}",
        revision=number,
        content_hash=f"{number}",
        source="example-gazette",
        headline=f"第{number}篇",
        language=language,
        body=body,
        received_at=datetime(2031, 5, 4, tzinfo=UTC),
    )
    return article.id.encode(), article.to_bytes()


def keys_of(articles: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
    return {key for key, _ in articles}


if __name__ == "__main__":
    stage_settings = EnrichSettings()
    configure_logging("enrich", stage_settings.log_format, stage_settings.log_level)
    run(stage_settings, KafkaSettings(), TAGGERS[sys.argv[1]](), f"tests {sys.argv[1]}")
