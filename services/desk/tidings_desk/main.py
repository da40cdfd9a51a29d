"""The desk: the one place where its parts are wired."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import ExitStack
from typing import Final

from prometheus_client import CollectorRegistry

from tidings import __version__
from tidings.configuration.checking import check_settings
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.need_watch import NeedWatch
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings
from tidings.standing import show_standing
from tidings.web.serving import (
    open_socket,
    open_telemetry,
    run_http_stage,
    serve,
)
from tidings_desk.archive import Archive
from tidings_desk.http import build_app
from tidings_desk.settings import DECLARATION, DeskSettings

STAGE: Final = "desk"
# A search has its answer after 10 s at most, an export may be cut. Whoever stops the stage waits
# 20 s before it kills.
DRAIN_S: Final = 11
LEAVE_AFTER_S: Final = 15.0
# Each waits for a search in a thread; more would only wait in Elasticsearch instead.
MOST_CONNECTIONS: Final = 200
# A query of 10,000 Chinese characters is 90 KB of address, and shall be told that it is too long.
# The quicker parser gives up at 64 KB, whatever it is told.
MOST_HEAD_BYTES: Final = 160_000


async def run_stage(
    settings: DeskSettings, elasticsearch: ElasticsearchSettings, listening: socket.socket
) -> None:
    """Serve until SIGTERM or SIGINT; requests at hand are finished first."""
    metrics = StageMetrics(STAGE, CollectorRegistry(), version=__version__)
    liveness = Liveness(time.monotonic, settings.stuck_after_s)
    show_standing(liveness, metrics)
    with ExitStack() as opened:
        client = opened.enter_context(connect(elasticsearch))
        archive = Archive(client, elasticsearch.alias)
        telemetry = opened.enter_context(open_telemetry(settings, metrics.registry, liveness))
        opened.enter_context(NeedWatch(archive.find_missing, liveness))
        await serve(
            build_app(archive, settings, metrics),
            listening,
            metrics_port=telemetry.port,
            drain_s=DRAIN_S,
            leave_after_s=LEAVE_AFTER_S,
            http="h11",
            h11_max_incomplete_event_size=MOST_HEAD_BYTES,
            limit_concurrency=MOST_CONNECTIONS,
        )


def run_desk(settings: DeskSettings, elasticsearch: ElasticsearchSettings) -> None:
    """Serve until a signal; exit status 1 when it cannot start or go on."""

    def run() -> None:
        with open_socket("TIDINGS_DESK", settings.desk_host, settings.desk_port) as listening:
            asyncio.run(run_stage(settings, elasticsearch, listening))

    run_http_stage(STAGE, settings, run)


def main() -> None:
    """Run the stage with the settings of the environment."""
    check_settings(DECLARATION)
    run_desk(DeskSettings(), ElasticsearchSettings())


if __name__ == "__main__":
    main()
