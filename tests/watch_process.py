"""The watch stage beside an index stage, on topics and an index of one test."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from commands import COMMAND_DEADLINE_S, TIDINGS, Finished
from index_process import IndexRoad

from tidings.broker import create_topics
from tidings.dlq.kafka_log import KafkaLog
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS, Topic
from tidings_index.watch.entry import Question, Watch, make_watch
from tidings_index.watch.watch_file import change_watches

COMMAND = str(Path(sys.executable).with_name("tidings-watch"))


@dataclass
class WatchRoad(IndexRoad):
    """The index road, with the topics and the file of the watch stage."""

    @property
    def deliveries(self) -> str:
        return f"{self.name}.deliveries"

    @property
    def watch_dead(self) -> str:
        return f"{self.name}.watch-dlq"

    @property
    def watches_file(self) -> Path:
        return self.folder / "watches.json"

    def create(self) -> None:
        super().create()
        topics = [
            Topic(self.deliveries, 1, DAY_MS, "compact,delete"),
            Topic(self.watch_dead, 1, DAY_MS),
        ]
        create_topics(KafkaSettings(bootstrap_servers=self.kafka), topics)

    def start_watch(self, **settings: str) -> subprocess.Popen[bytes]:
        log = self.log_of(len(self.processes))
        with log.open("wb") as output:
            process = subprocess.Popen(
                [COMMAND],
                env={**self.environment(), **settings},
                stderr=output,
                stdout=output,
            )
        self.processes.append(process)
        return process

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "TIDINGS_ELASTICSEARCH_URL": self.elasticsearch_url,
            "TIDINGS_ELASTICSEARCH_ALIAS": self.name,
            "TIDINGS_METRICS_PORT": "0",
            "TIDINGS_INDEX_GROUP": self.group,
            "TIDINGS_INDEX_TOPIC": self.topic,
            "TIDINGS_WATCH_GROUP": f"{self.name}-watch",
            "TIDINGS_WATCH_DELIVERIES_TOPIC": self.deliveries,
            "TIDINGS_WATCH_DEAD_LETTER_TOPIC": self.watch_dead,
            "TIDINGS_WATCH_RETRY_AFTER_S": "[0.2, 0.4]",
            "TIDINGS_WATCHES_FILE": str(self.watches_file),
            "NO_COLOR": "1",
            "COLUMNS": "200",
        }

    def run(self, *arguments: str) -> Finished:
        done = subprocess.run(
            [TIDINGS, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=COMMAND_DEADLINE_S,
            env=self.environment(),
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    def add(self, name: str, words: str, url: str) -> Watch:
        """Add a watch as the command does."""
        watch, _ = make_watch(
            name,
            Question(words=words),
            url,
            allow_private=True,
            created_at=datetime.now(UTC),
        )
        with change_watches(self.watches_file) as kept:
            kept.append(watch)
        return watch

    def count_letters(self) -> int:
        """Return how many messages are on the topic of dead letters."""
        with KafkaLog(KafkaSettings(bootstrap_servers=self.kafka)) as log:
            return sum(each.end - each.start for each in log.measure(self.watch_dead))
