"""The servers of one command, and what there is on them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

from elasticsearch import Elasticsearch

from tidings.bars import BeginBar
from tidings.dlq.kafka_log import KafkaLog
from tidings.endpoints import find_endpoints
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings_index.history.provisioning import name_history_alias
from tidings_index.provisioning import read_schema, read_version
from tidings_index.reindex.build import Build, Filling, choose_offsets
from tidings_index.reindex.filling import Filler
from tidings_index.reindex.indices import Indices
from tidings_index.reindex.landscape import FoundIndex, name_next_alias
from tidings_index.reindex.migration import Migration
from tidings_index.reindex.offsets import TopicOffsets
from tidings_index.reindex.plan import find_shadow, find_unfinished
from tidings_index.settings import IndexSettings

# Longer than any bulk that it waits for.
REQUEST_TIMEOUT_S: Final = 60


class Session:
    """Begins new indices and goes on with them.

    ``indices`` are those of the articles, ``earlier`` those of their history; ``offsets`` tells of
    the topic that they are written from.
    """

    def __init__(
        self,
        client: Elasticsearch,
        log: KafkaLog,
        offsets: TopicOffsets,
        elasticsearch: ElasticsearchSettings,
    ) -> None:
        self.client = client
        self.elasticsearch = elasticsearch
        self.offsets = offsets
        self.indices = Indices(client, elasticsearch)
        history = name_history_alias(elasticsearch.alias)
        self.earlier = Indices(client, elasticsearch.model_copy(update={"alias": history}))
        self._log = log
        self._alias = elasticsearch.alias
        self._next_alias = name_next_alias(elasticsearch.alias)
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
                topic=self.offsets.topic,
                offsets=self._choose_offsets(chosen),
            )
            name = landscape.name_next(self._version)
            unfinished = self.indices.create(name, build), build
        return self.open(*unfinished, begin_bar)

    def adopt(self, begin_bar: BeginBar) -> Migration:
        """Return the migration that puts the shadow index in its place; raises ReindexError."""
        return self.open(*find_shadow(self.indices.look(), self._version), begin_bar)

    def get_documents(self, ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return ``_id`` and ``_source`` with these fields of the articles that are indexed."""
        answer = self.client.mget(index=self._alias, ids=list(ids), source_includes=list(fields))
        return [each for each in answer["docs"] if each.get("found")]

    def discard(self) -> str | None:
        """Delete the new index, and return its name; None when there is none."""
        landscape = self.indices.look()
        if landscape.next is None:
            return None
        build = landscape.next.build
        if build is not None and build.is_restored():
            self._discard_earlier()
        # What closed the old one may have ended without opening it.
        if build is not None and build.is_blocking:
            self.indices.unblock(landscape.live.name)
        self.indices.delete([landscape.next.name])
        return landscape.next.name

    def _discard_earlier(self) -> None:
        landscape = self.earlier.look()
        if landscape.next is not None:
            self.earlier.unblock(landscape.live.name)
            self.earlier.delete([landscape.next.name])

    def drop_old(self) -> Sequence[str]:
        """Delete the indices that others have taken the place of, and return their names."""
        names = [each.name for each in self.indices.look().old]
        if self.earlier.is_there():
            names += [each.name for each in self.earlier.look().old]
        self.indices.delete(names)
        return names

    def open(self, found: FoundIndex, build: Build, begin_bar: BeginBar) -> Migration:
        """Return the migration that fills ``found`` as far as ``build`` does not say it is."""
        filler = Filler(
            self.client,
            self.indices,
            self._log,
            found=found,
            build=build,
            write_alias=self._next_alias,
            history_alias=name_history_alias(self._alias),
            begin_bar=begin_bar,
        )
        return Migration(self.client, self.indices, filler, begin_bar)

    def _choose_offsets(self, filling: Filling) -> dict[int, int]:
        held = self.offsets.measure()
        return choose_offsets(filling, held, self.offsets.find_committed(held))


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
        stage = IndexSettings()
        offsets = TopicOffsets(topics, stage.index_topic, stage.index_group)
        yield Session(client, log, offsets, elasticsearch)
