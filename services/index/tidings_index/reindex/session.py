"""The servers of one command, and what there is on them."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

from elasticsearch import Elasticsearch

from tidings.bars import BeginBar
from tidings.dlq.kafka_log import KafkaLog
from tidings.dlq.ports import Stretch
from tidings.endpoints import find_endpoints
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings_index.provisioning import read_schema, read_version
from tidings_index.reindex.build import Build, Filling, choose_offsets
from tidings_index.reindex.filling import Filler
from tidings_index.reindex.indices import Indices
from tidings_index.reindex.landscape import FoundIndex, ReindexError, name_next_alias
from tidings_index.reindex.migration import Migration
from tidings_index.reindex.plan import find_shadow, find_unfinished
from tidings_index.settings import IndexSettings

# Offsets are asked for before anything else; a broker that is there answers in milliseconds.
ASK_WITHIN_S: Final = 30.0
# Longer than any bulk that it waits for.
REQUEST_TIMEOUT_S: Final = 60


class Session:
    """Begins new indices and goes on with them."""

    def __init__(
        self,
        client: Elasticsearch,
        log: KafkaLog,
        topics: KafkaTopics,
        elasticsearch: ElasticsearchSettings,
        stage: IndexSettings,
    ) -> None:
        self.indices = Indices(client, elasticsearch)
        self._client = client
        self._log = log
        self._topics = topics
        self._alias = elasticsearch.alias
        self._next_alias = name_next_alias(elasticsearch.alias)
        self._stage = stage
        self._version = read_version(read_schema()["mappings"])

    def begin(self, filling: Filling | None, begin_bar: BeginBar) -> Migration:
        """Return the migration that was interrupted, else a new one; raises ReindexError.

        ``filling`` None goes on with whatever there is, and begins with a copy.
        """
        landscape = self.indices.look()
        unfinished = find_unfinished(landscape, filling, self._version)
        if unfinished is None:
            chosen: Filling = filling or "index"
            # Before the copy begins: 1 of the order in ``migration``.
            build = Build(
                source=landscape.live.name,
                filling=chosen,
                topic=self._stage.index_topic,
                offsets=self._choose_offsets(chosen),
            )
            name = landscape.name_next(self._version)
            unfinished = self.indices.create(name, build), build
        return self._open(*unfinished, begin_bar)

    def adopt(self, begin_bar: BeginBar) -> Migration:
        """Return the migration that puts the shadow index in its place; raises ReindexError."""
        return self._open(*find_shadow(self.indices.look(), self._version), begin_bar)

    def get_documents(self, ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return ``_id`` and ``_source`` with these fields of the articles that are indexed."""
        answer = self._client.mget(index=self._alias, ids=list(ids), source_includes=list(fields))
        return [each for each in answer["docs"] if each.get("found")]

    def discard(self) -> str | None:
        """Delete the new index, and return its name; None when there is none."""
        landscape = self.indices.look()
        if landscape.next is None:
            return None
        # What closed the old one may have ended without opening it.
        if landscape.next.build is not None and landscape.next.build.is_blocking:
            self.indices.unblock(landscape.live.name)
        self.indices.delete([landscape.next.name])
        return landscape.next.name

    def drop_old(self) -> Sequence[str]:
        """Delete the indices that others have taken the place of, and return their names."""
        names = [each.name for each in self.indices.look().old]
        self.indices.delete(names)
        return names

    def _open(self, found: FoundIndex, build: Build, begin_bar: BeginBar) -> Migration:
        filler = Filler(
            self._client,
            self.indices,
            self._log,
            found=found,
            build=build,
            write_alias=self._next_alias,
            begin_bar=begin_bar,
        )
        return Migration(self._client, self.indices, filler, begin_bar)

    def _choose_offsets(self, filling: Filling) -> dict[int, int]:
        topic, group = self._stage.index_topic, self._stage.index_group
        budget = Budget(time.monotonic, ASK_WITHIN_S, 0)
        held: Sequence[Stretch] = self._topics.measure(topic, budget)
        if not held:
            raise ReindexError(f"there is no topic {topic}; `tidings provision` creates it")
        numbers = [each.partition for each in held]
        committed = {
            each: self._topics.find_committed(group, topic, each, budget) for each in numbers
        }
        return choose_offsets(filling, held, committed)


@contextmanager
def open_session(data_dir: Path | None) -> Iterator[Session]:
    """Give the servers of the running stack.

    Raises StackNotFoundError and pydantic.ValidationError.
    """
    # Libraries write nothing to standard error: what matters is said in one line.
    logging.getLogger().addHandler(logging.NullHandler())
    endpoints = find_endpoints(data_dir)
    kafka = KafkaSettings(bootstrap_servers=endpoints.kafka)
    elasticsearch = ElasticsearchSettings(url=endpoints.elasticsearch_url)
    with ExitStack() as opened:
        client = connect(elasticsearch).options(
            request_timeout=REQUEST_TIMEOUT_S, max_retries=2, retry_on_timeout=False
        )
        opened.callback(client.close)
        log = opened.enter_context(KafkaLog(kafka))
        topics = opened.enter_context(closing(KafkaTopics(kafka)))
        yield Session(client, log, topics, elasticsearch, IndexSettings())
