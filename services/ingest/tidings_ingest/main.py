"""The ingest stage: the one place where its parts are wired."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import uvicorn
from prometheus_client import CollectorRegistry

from tidings import __version__
from tidings.configuration.checking import check_settings
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.need_watch import NeedWatch
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.standing import show_standing
from tidings.tracing.opening import open_spans
from tidings.web.serving import (
    open_socket,
    open_telemetry,
    run_http_stage,
    serve,
)
from tidings.whereabouts.road import RoadSettings
from tidings_ingest.article_desk import ArticleDesk
from tidings_ingest.article_routes import add_article_routes
from tidings_ingest.authentication import Authentication
from tidings_ingest.embargo.thread import release_in_time
from tidings_ingest.feed_activity.counts import FeedCounts
from tidings_ingest.feed_activity.metered import MeteredActivity
from tidings_ingest.feed_activity.writer import ActivityWriter, connect_activity_producer
from tidings_ingest.guards import Gate
from tidings_ingest.http import build_app
from tidings_ingest.idempotency import AnswerMemory
from tidings_ingest.inquiry import open_inquiry
from tidings_ingest.intake import Intake
from tidings_ingest.kafka_producer import connect_producer, discard_producer
from tidings_ingest.opening import choose_authentication
from tidings_ingest.protocol import ImpatientProtocol
from tidings_ingest.publisher import KafkaPublisher
from tidings_ingest.rate_limit import open_rate_limit
from tidings_ingest.reading import read_body
from tidings_ingest.repeats import Repeats
from tidings_ingest.settings import DECLARATION, IngestSettings
from tidings_ingest.topic_probe import TopicProbe
from tidings_ingest.websub.start import WebSub, open_websub, serve_websub

STAGE = "ingest"
# Reading is Python and holds the lock; two let a short request pass a long page.
READERS = 2
# Whoever stops the stage waits 20 s before it kills. A request at hand has its answer after 10 s
# at most, then the producer has 5 s.
DRAIN_S = 11
LEAVE_AFTER_S = 18.0


async def run_stage(
    settings: IngestSettings,
    kafka: KafkaSettings,
    listening: socket.socket,
    authentication: Authentication,
    websub: WebSub | None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests at hand are finished first."""
    metrics = StageMetrics(STAGE, CollectorRegistry(), version=__version__)
    liveness = Liveness(time.monotonic, settings.stuck_after_s)
    show_standing(liveness, metrics)
    probe = TopicProbe(kafka, (settings.ingest_topic, settings.embargo_topic))
    with ExitStack() as opened:
        telemetry = opened.enter_context(open_telemetry(settings, metrics.registry, liveness))
        spans = opened.enter_context(closing(open_spans(STAGE, os.environ)))
        publisher = opened.enter_context(
            KafkaPublisher(
                partial(connect_producer, kafka),
                discard_producer,
                settings.ingest_topic,
                settings.embargo_topic,
                spans=spans,
            )
        )
        copy = publisher.publish_messages
        opened.enter_context(release_in_time(kafka, settings, copy, metrics, read_clock))
        activity = FeedCounts(uuid4().hex[:12], read_clock)
        connect_activity = partial(connect_activity_producer, kafka)
        opened.enter_context(ActivityWriter(activity, connect_activity, settings.activity_topic))
        readers = opened.enter_context(ThreadPoolExecutor(READERS, "reader"))
        opened.enter_context(closing(probe))
        opened.enter_context(NeedWatch(probe.find_missing, liveness))
        repeats = Repeats(time.monotonic)
        rate_limit = open_rate_limit(settings.rate_per_key, time.monotonic)
        intake = Intake(
            read_body,
            publisher,
            authentication=authentication,
            gate=Gate(),
            memory=AnswerMemory(time.monotonic),
            repeats=repeats,
            rate_limit=rate_limit,
            readers=readers,
            clock=read_clock,
            metrics=metrics,
            liveness=liveness,
            activity=MeteredActivity(activity, metrics),
        )
        more = opened.enter_context(serve_websub(websub, intake, metrics, read_clock))
        road = RoadSettings().describe_road(settings.ingest_topic)
        inquiry = opened.enter_context(open_inquiry(kafka, ElasticsearchSettings(), road))
        desk = ArticleDesk(
            inquiry,
            publisher,
            authentication=authentication,
            rate_limit=rate_limit,
            repeats=repeats,
            metrics=metrics,
            clock=read_clock,
        )
        await serve(
            build_app(
                intake,
                liveness,
                metrics,
                [*more, partial(add_article_routes, desk=desk)],
                spans,
            ),
            listening,
            metrics_port=telemetry.port,
            drain_s=DRAIN_S,
            leave_after_s=LEAVE_AFTER_S,
            http=ImpatientProtocol,
        )


def read_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def main() -> None:
    """Run the stage until SIGTERM or SIGINT; exit status 1 when it cannot start or go on."""
    check_settings(DECLARATION)
    settings = IngestSettings()

    def run() -> None:
        authentication = choose_authentication(settings, read_clock, time.monotonic)
        websub = open_websub(settings, time.monotonic)
        with open_socket("TIDINGS_HTTP", settings.http_host, settings.http_port) as listening:
            loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                runner.run(run_stage(settings, KafkaSettings(), listening, authentication, websub))

    run_http_stage(STAGE, settings, run)


if __name__ == "__main__":
    main()
