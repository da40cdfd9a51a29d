"""The enrich stage: the one place where its parts are wired."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import closing
from datetime import UTC, datetime

import structlog
from prometheus_client import CollectorRegistry

from tidings import __version__
from tidings.configuration.checking import WrongSettingError, check_settings, refuse_settings
from tidings.garbage import spare_what_stays
from tidings.leaving import leave_after
from tidings.liveness import Liveness
from tidings.logging import configure_logging
from tidings.metrics import StageMetrics
from tidings.settings import KafkaSettings
from tidings.standing import show_standing
from tidings.telemetry import TelemetryServer
from tidings.tracing.opening import open_spans
from tidings_enrich.enrichment import ArticleTagging
from tidings_enrich.lag import LagProbe
from tidings_enrich.outgoing import STAGE
from tidings_enrich.reporter import Reporter
from tidings_enrich.settings import DECLARATION, EnrichSettings
from tidings_enrich.stage_tagging import load_stage_tagging
from tidings_enrich.stories.opening import open_stories
from tidings_enrich.stream import FaustStream
from tidings_enrich.worker import EnrichWorker

LOOK_FOR_TOPIC_EVERY_S = 1.0
# A batch of 32 articles is tagged and sent in a few seconds; what is not done by then is left
# uncommitted, and the next worker repeats it.
DRAIN_S = 8.0
# Whoever stops the stage waits 20 s before it kills; nothing that is worth waiting for is left.
LEAVE_AFTER_S = 12.0
log = structlog.get_logger()


async def run_stage(
    settings: EnrichSettings,
    kafka: KafkaSettings,
    tagging: ArticleTagging,
    *,
    pipeline: str,
    stopping: asyncio.Event,
) -> None:
    """Run until ``stopping`` is set; what is in flight then is finished or left uncommitted.

    ``pipeline`` names code and model in the lineage of each article; each batch adds the list of
    the user's own names that it was tagged by. Raises whatever the stage cannot go on with; nothing
    that is unfinished was committed then.
    """
    metrics = StageMetrics(STAGE, CollectorRegistry(), version=__version__)
    liveness = Liveness(time.monotonic, settings.stuck_after_s)
    probe = LagProbe(kafka, settings.enrich_input_topic, settings.enrich_group)
    with (
        closing(open_spans(STAGE, os.environ)) as spans,
        TelemetryServer(
            settings.metrics_host, settings.metrics_port, metrics.registry, liveness
        ) as telemetry,
    ):
        show_standing(liveness, metrics)
        spare_what_stays()
        log.info("started", metrics_port=telemetry.port, version=__version__, pipeline=pipeline)
        try:
            if not await await_topic(settings.enrich_input_topic, probe, liveness, stopping):
                return
            async with open_stories(settings, kafka, metrics, read_clock) as stories:
                stream = FaustStream(settings, kafka, metrics)
                worker = EnrichWorker(
                    stream,
                    stream,
                    tagging,
                    stories,
                    pipeline=pipeline,
                    output_topic=settings.enrich_output_topic,
                    dead_letter_topic=settings.enrich_dead_letter_topic,
                    clock=read_clock,
                    metrics=metrics,
                    liveness=liveness,
                    spans=spans,
                )
                reporter = Reporter(
                    settings.enrich_input_topic, stream, probe, metrics, liveness, clock=read_clock
                )
                async with stream.running() as crash:
                    await _work(worker, reporter, crash, stopping)
        finally:
            await probe.close()


async def _work(
    worker: EnrichWorker,
    reporter: Reporter,
    crash: asyncio.Task[None],
    stopping: asyncio.Event,
) -> None:
    """Run the worker until it is told to stop, or until it or faust fails."""
    working = asyncio.create_task(worker.run(stopping))
    reporting = asyncio.create_task(reporter.run())
    asked = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((working, reporting, crash, asked), return_when=asyncio.FIRST_COMPLETED)
        for failing in (working, reporting, crash):
            if failing.done():
                failing.result()
        await asyncio.wait((working, crash), timeout=DRAIN_S, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        else:
            log.warning("a batch is left uncommitted")
    finally:
        working.cancel()
        reporting.cancel()
        asked.cancel()
        await asyncio.gather(working, reporting, asked, return_exceptions=True)


async def await_topic(
    topic: str, probe: LagProbe, liveness: Liveness, stopping: asyncio.Event
) -> bool:
    """Wait for Kafka and for the topic; False when told to stop before."""
    while not stopping.is_set():
        match await probe.is_topic_there():
            case True:
                liveness.waits_for("partitions")
                return True
            case False:
                liveness.waits_for(f"the topic {topic} (tidings provision creates it)")
            case None:
                liveness.waits_for("kafka")
        await asyncio.wait(
            (asyncio.ensure_future(stopping.wait()),), timeout=LOOK_FOR_TOPIC_EVERY_S
        )
    return False


def read_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


async def run_until_signal(
    settings: EnrichSettings, kafka: KafkaSettings, tagging: ArticleTagging, pipeline: str
) -> None:
    """Run the stage until SIGTERM or SIGINT."""
    stopping = asyncio.Event()

    def ask_to_stop() -> None:
        stopping.set()
        leave_after(LEAVE_AFTER_S)

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ask_to_stop)
    await run_stage(settings, kafka, tagging, pipeline=pipeline, stopping=stopping)


def run(
    settings: EnrichSettings, kafka: KafkaSettings, tagging: ArticleTagging, pipeline: str
) -> None:
    """Run the stage and end the process: status 0 after a signal, 1 when it cannot go on."""
    status = 0
    try:
        asyncio.run(run_until_signal(settings, kafka, tagging, pipeline))
    except WrongSettingError as error:
        refuse_settings(str(error))
    except Exception as error:
        log.error("stopped", reason=f"{type(error).__name__}: {error}")
        status = 1
    log.info("ended", status=status)
    sys.exit(status)


def main() -> None:
    """Load the tagger and run the stage."""
    check_settings(DECLARATION)
    settings = EnrichSettings()
    configure_logging(STAGE, settings.log_format, settings.log_level)
    try:
        stage = load_stage_tagging(settings)
    except WrongSettingError as error:
        refuse_settings(str(error))
    if stage.missing:
        log.warning(stage.missing)
    run(settings, KafkaSettings(), stage.tagging, stage.pipeline)


if __name__ == "__main__":
    main()
