"""Serve an application until a signal, on a socket that was opened before anything else."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
import uvicorn
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from tidings import __version__
from tidings.configuration.checking import WrongSettingError, refuse_settings
from tidings.garbage import spare_what_stays
from tidings.leaving import leave_after
from tidings.liveness import Liveness
from tidings.logging import configure_logging
from tidings.settings import StageSettings
from tidings.telemetry import TelemetryServer

log = structlog.get_logger()


class CannotStartError(Exception):
    """The machine does not let the stage start; the message says what to change."""


class Server(uvicorn.Server):
    """uvicorn, which leaves the signals to ``stop_at_signals``."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


async def serve(
    app: ASGIApp,
    listening: socket.socket,
    *,
    metrics_port: int,
    drain_s: int,
    leave_after_s: float,
    **options: Any,  # noqa: ANN401 - uvicorn's
) -> None:
    """Serve until SIGTERM or SIGINT; requests at hand have ``drain_s`` then.

    To be called when everything is loaded. ``options`` are of uvicorn: the protocol, limits.
    """
    server = Server(
        uvicorn.Config(
            app,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=drain_s,
            **options,
        )
    )
    spare_what_stays()
    stop_at_signals(server, leave_after_s)
    log.info(
        "started",
        http="{}:{}".format(*listening.getsockname()[:2]),
        metrics_port=metrics_port,
        version=__version__,
    )
    await server.serve([listening])


def stop_at_signals(server: Server, leave_after_s: float) -> None:
    """Let SIGTERM and SIGINT end the serving, and the process itself where something hangs then."""

    def ask_to_stop() -> None:
        server.should_exit = True
        leave_after(leave_after_s)

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ask_to_stop)


def run_http_stage(stage: str, settings: StageSettings, run: Callable[[], None]) -> None:
    """Configure the log, and call ``run``.

    Exit status 1 when the stage cannot start or go on, 2 when a setting is wrong.
    """
    configure_logging(stage, settings.log_format, settings.log_level)
    # It has a warning for each malformed request, as many as somebody cares to send.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    try:
        run()
    except WrongSettingError as error:
        refuse_settings(str(error))
    except CannotStartError as error:
        log.error("cannot start", reason=str(error))
        sys.exit(1)
    except Exception as error:
        log.error("stopped", reason=f"{type(error).__name__}: {error}")
        sys.exit(1)
    log.info("ended")


def open_socket(variables: str, host: str, port: int) -> socket.socket:
    """Return the listening socket.

    Raises CannotStartError naming the variables to change: ``variables`` with _HOST and _PORT.
    """
    where = (host, port)
    try:
        family = socket.getaddrinfo(*where, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server(where, family=family, backlog=1024)
    except OSError as error:
        raise CannotStartError(
            f"{variables}_HOST {host}, {variables}_PORT {port}: {error.strerror}"
        ) from error


def open_telemetry(
    settings: StageSettings, registry: CollectorRegistry, liveness: Liveness
) -> TelemetryServer:
    """Return the server of /metrics; raises CannotStartError naming the variable to change."""
    host, port = settings.metrics_host, settings.metrics_port
    try:
        return TelemetryServer(host, port, registry, liveness)
    except OSError as error:
        raise CannotStartError(
            f"TIDINGS_METRICS_HOST {host}, TIDINGS_METRICS_PORT {port}: {error.strerror}"
        ) from error
