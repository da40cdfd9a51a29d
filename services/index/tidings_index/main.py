"""The index stage: the one place where its parts are wired."""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import structlog
from elasticsearch import Elasticsearch
from prometheus_client import CollectorRegistry

from tidings import __version__
from tidings.allocation import share_arena
from tidings.configuration.checking import check_settings
from tidings.garbage import spare_what_stays
from tidings.liveness import Liveness
from tidings.metrics import AGE, STEP, StageMetrics
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.standing import show_standing
from tidings.telemetry import TelemetryServer
from tidings.tracing.opening import open_spans
from tidings_index.bulk import BulkWriter
from tidings_index.bulk_threads import BulkThreads
from tidings_index.burial import STAGE
from tidings_index.dead_letters import KafkaDeadLetterBox
from tidings_index.history.archive import ArchivingSink
from tidings_index.history.lookup import ElasticLookup
from tidings_index.history.provisioning import name_history_alias
from tidings_index.inbox import KafkaInbox
from tidings_index.lag import LagProbe
from tidings_index.needs import (
    await_need,
    find_missing_history,
    find_missing_index,
    find_missing_topic,
)
from tidings_index.ports import Sink
from tidings_index.process import run_threaded_stage
from tidings_index.reporter import Reporter
from tidings_index.searchable import SearchableWatch
from tidings_index.settings import DECLARATION, IndexSettings
from tidings_index.worker import Worker

log = structlog.get_logger()


def run_stage(
    settings: IndexSettings,
    kafka: KafkaSettings,
    elasticsearch: ElasticsearchSettings,
    stopping: threading.Event,
) -> None:
    """Run until ``stopping`` is set; what is in flight then is finished or left uncommitted.

    Raises whatever the stage cannot go on with; nothing that is unfinished was committed then.
    """
    metrics = StageMetrics(STAGE, CollectorRegistry(), version=__version__)
    liveness = Liveness(time.monotonic, settings.stuck_after_s)
    show_standing(liveness, metrics)
    client = connect(elasticsearch)
    probe = LagProbe(kafka, settings.index_topic, settings.index_group)
    with ExitStack() as opened:
        spans = opened.enter_context(closing(open_spans(STAGE, os.environ)))
        telemetry = opened.enter_context(
            TelemetryServer(
                settings.metrics_host, settings.metrics_port, metrics.registry, liveness
            )
        )
        spare_what_stays()
        log.info("started", metrics_port=telemetry.port, version=__version__)
        needs = (
            lambda: find_missing_topic(probe, settings.index_topic),
            lambda: find_missing_index(client, elasticsearch.alias),
            lambda: find_missing_history(client, name_history_alias(elasticsearch.alias)),
        )
        if not all(await_need(each, liveness, stopping) for each in needs):
            return
        watch = opened.enter_context(
            SearchableWatch(client, elasticsearch.alias, metrics.histogram(AGE), read_clock)
        )
        threads = BulkThreads(
            open_sink(client, elasticsearch.alias, settings),
            settings.bulks_in_flight,
            seconds=metrics.histogram(STEP, step="bulk"),
            on_indexed=watch.add,
            topic=settings.index_topic,
            spans=spans,
        )
        inbox = opened.enter_context(
            closing(
                KafkaInbox(
                    kafka,
                    topic=settings.index_topic,
                    group=settings.index_group,
                    max_items=settings.bulk_items,
                    max_bytes=settings.bulk_bytes,
                    max_wait_s=settings.bulk_wait_s,
                    is_settled=threads.is_empty,
                )
            )
        )
        box = opened.enter_context(
            closing(KafkaDeadLetterBox(kafka, settings.index_dead_letter_topic))
        )
        # Closed before the inbox: who takes the partitions over begins when nothing is written.
        opened.enter_context(closing(threads))
        worker = Worker(
            inbox,
            threads,
            box,
            most=settings.bulks_in_flight,
            clock=read_clock,
            metrics=metrics,
            liveness=liveness,
            stopping=stopping.is_set,
        )
        opened.enter_context(
            Reporter(
                settings.index_topic,
                probe,
                metrics,
                liveness,
                partitions=inbox.partitions,
                waiting_for=lambda: worker.waiting_for,
                clock=read_clock,
            )
        )
        worker.run()


def open_sink(client: Elasticsearch, alias: str, settings: IndexSettings) -> Sink:
    """Return what writes articles behind ``alias``, and before them the text that they replace."""
    history = name_history_alias(alias)
    articles, earlier = (
        BulkWriter(client, each, settings.bulk_items, settings.bulk_bytes)
        for each in (alias, history)
    )
    return ArchivingSink(articles, earlier, ElasticLookup(client, alias, history))


def read_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def main() -> None:
    """Run the stage until SIGTERM or SIGINT."""
    share_arena()
    check_settings(DECLARATION)
    settings = IndexSettings()

    def run(stopping: threading.Event) -> None:
        run_stage(settings, KafkaSettings(), ElasticsearchSettings(), stopping)

    run_threaded_stage(STAGE, settings, run)


if __name__ == "__main__":
    main()
