"""What has to be there before the stage can start: its ports, and a rule on who may push."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime

import structlog
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.telemetry import TelemetryServer
from tidings_ingest.authentication import Authentication, KeyCheck, OpenDoor
from tidings_ingest.keys.key_watch import KeyWatch
from tidings_ingest.private.reading import PrivateFileError
from tidings_ingest.settings import IngestSettings

log = structlog.get_logger()


class CannotStartError(Exception):
    """The settings or the machine do not let the stage start; the message says what to change."""


def choose_authentication(
    settings: IngestSettings,
    clock: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Authentication:
    """Return the keys' check, or the open door where that was asked for aloud.

    Raises CannotStartError without either, and when the keys cannot be read. Keys go before the
    open door: whoever names both means to have keys.
    """
    if settings.keys_file is not None:
        try:
            watch = KeyWatch(settings.keys_file, monotonic)
        except PrivateFileError as error:
            raise CannotStartError(f"TIDINGS_KEYS_FILE {error}") from error
        keys = len(watch.read())
        if keys == 0:
            log.warning("the keys file has no key: every push is refused")
        if settings.allow_unauthenticated:
            log.warning("TIDINGS_ALLOW_UNAUTHENTICATED counts for nothing beside a keys file")
        log.info("keys read", keys=keys)
        return KeyCheck(watch.read, clock)
    if not settings.allow_unauthenticated:
        raise CannotStartError(
            "no keys, so nobody could push. Make one with `tidings keys add SOURCE --file FILE` "
            "and set TIDINGS_KEYS_FILE; or set TIDINGS_ALLOW_UNAUTHENTICATED=true, and whoever "
            f"reaches {settings.http_host} port {settings.http_port} may push."
        )
    log.warning(
        "TIDINGS_ALLOW_UNAUTHENTICATED: nobody is asked for a key, whoever reaches the port pushes",
        http_host=settings.http_host,
    )
    return OpenDoor()


def open_socket(settings: IngestSettings) -> socket.socket:
    """Return the listening socket; raises CannotStartError naming the variable to change."""
    where = (settings.http_host, settings.http_port)
    try:
        family = socket.getaddrinfo(*where, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server(where, family=family, backlog=1024)
    except OSError as error:
        raise CannotStartError(
            f"TIDINGS_HTTP_HOST {where[0]}, TIDINGS_HTTP_PORT {where[1]}: {error.strerror}"
        ) from error


def open_telemetry(
    settings: IngestSettings, registry: CollectorRegistry, liveness: Liveness
) -> TelemetryServer:
    """Return the server of /metrics; raises CannotStartError naming the variable to change."""
    host, port = settings.metrics_host, settings.metrics_port
    try:
        return TelemetryServer(host, port, registry, liveness)
    except OSError as error:
        raise CannotStartError(
            f"TIDINGS_METRICS_HOST {host}, TIDINGS_METRICS_PORT {port}: {error.strerror}"
        ) from error
