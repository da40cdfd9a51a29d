"""The watch stage: the one place where its parts are wired."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from typing import Final

import structlog
from prometheus_client import CollectorRegistry

from tidings import __version__
from tidings.configuration.checking import WrongSettingError, check_settings
from tidings.garbage import spare_what_stays
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.private.reading import PrivateFileError
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.standing import show_standing
from tidings.telemetry import TelemetryServer
from tidings_index.dead_letters import KafkaDeadLetterBox
from tidings_index.inbox import KafkaInbox
from tidings_index.lag import LagProbe
from tidings_index.main import read_clock
from tidings_index.needs import await_need, find_missing_index, find_missing_topic
from tidings_index.process import run_threaded_stage
from tidings_index.reporter import Reporter
from tidings_index.watch.book import Book
from tidings_index.watch.courier import MOST_AT_ONCE, Courier
from tidings_index.watch.courier_thread import CourierThread
from tidings_index.watch.delivery_topic import DeliveryTopic
from tidings_index.watch.index_search import IndexSearch
from tidings_index.watch.post import Poster
from tidings_index.watch.progress import IndexProgress
from tidings_index.watch.settings import DECLARATION, WatchSettings, make_watches_folder
from tidings_index.watch.settlement import STAGE
from tidings_index.watch.watch_file import WatchStore
from tidings_index.watch.worker import WatchWorker

# What is compared together. Half a second of indexing at full speed, and a search for 100 ids
# stays under 10 ms. The bytes are of 30 articles that tell of many events.
BATCH_ITEMS: Final = 100
BATCH_BYTES: Final = 1_000_000
BATCH_WAIT_S: Final = 0.2
# The topic of deliveries is read in a second or two.
READ_EVERY_S: Final = 0.1
log = structlog.get_logger()


def run_stage(
    settings: WatchSettings,
    kafka: KafkaSettings,
    elasticsearch: ElasticsearchSettings,
    stopping: threading.Event,
) -> None:
    """Run until ``stopping`` is set; what is in flight then is finished or left uncommitted.

    Raises PrivateFileError where the watches cannot be read, and whatever the stage cannot go on
    with; nothing that is unfinished was committed then.
    """
    watches = WatchStore(make_watches_folder(settings.watches_file), time.monotonic)
    metrics = StageMetrics(STAGE, CollectorRegistry(), version=__version__)
    liveness = Liveness(time.monotonic, settings.stuck_after_s)
    show_standing(liveness, metrics)
    client = connect(elasticsearch)
    probe = LagProbe(kafka, settings.index_topic, settings.watch_group)
    with ExitStack() as opened:
        telemetry = opened.enter_context(
            TelemetryServer(
                settings.metrics_host, settings.metrics_port, metrics.registry, liveness
            )
        )
        spare_what_stays()
        log.info("started", metrics_port=telemetry.port, version=__version__)
        deliveries = settings.watch_deliveries_topic
        topics = (settings.index_topic, deliveries, settings.watch_dead_letter_topic)
        needs: tuple[Callable[[], str | None], ...] = (
            # One connection tells of every topic.
            *(partial(find_missing_topic, probe, each) for each in topics),
            lambda: find_missing_index(client, elasticsearch.alias),
        )
        if not all(await_need(each, liveness, stopping) for each in needs):
            return
        topic = opened.enter_context(closing(DeliveryTopic(kafka, deliveries)))
        box = opened.enter_context(
            closing(KafkaDeadLetterBox(kafka, settings.watch_dead_letter_topic))
        )
        progress = opened.enter_context(
            closing(IndexProgress(kafka, settings.index_topic, settings.index_group))
        )
        inbox = opened.enter_context(
            closing(
                KafkaInbox(
                    kafka,
                    topic=settings.index_topic,
                    group=settings.watch_group,
                    max_items=BATCH_ITEMS,
                    max_bytes=BATCH_BYTES,
                    max_wait_s=BATCH_WAIT_S,
                )
            )
        )
        threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="post")
        opened.callback(threads.shutdown, wait=False, cancel_futures=True)
        book = Book()
        courier = Courier(
            topic,
            box,
            watches,
            opened.enter_context(closing(Poster(read_clock))).post,
            threads,
            book,
            partitions=inbox.partitions,
            clock=read_clock,
            metrics=metrics,
            retry_after_s=settings.watch_retry_after_s,
        )
        worker = WatchWorker(
            inbox,
            IndexSearch(client, elasticsearch.alias),
            progress.find_committed,
            watches,
            topic,
            book,
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
        posting = opened.enter_context(CourierThread(courier))
        # What is known already is offered no second time.
        while not topic.is_read and posting.failure is None:
            if stopping.wait(READ_EVERY_S):
                return
        while not stopping.is_set():
            if posting.failure is not None:
                raise posting.failure
            worker.run_once()


def main() -> None:
    """Run the stage until SIGTERM or SIGINT."""
    check_settings(DECLARATION)
    settings = WatchSettings()

    def run(stopping: threading.Event) -> None:
        try:
            run_stage(settings, KafkaSettings(), ElasticsearchSettings(), stopping)
        except PrivateFileError as error:
            raise WrongSettingError(f"TIDINGS_WATCHES_FILE {error}") from error

    run_threaded_stage(STAGE, settings, run)


if __name__ == "__main__":
    main()
