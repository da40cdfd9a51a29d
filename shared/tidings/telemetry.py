"""/metrics, /healthz and /readyz of a stage, on a port of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, ProcessCollector, make_wsgi_app

from tidings.liveness import Liveness

StartResponse = Callable[[str, list[tuple[str, str]]], object]
_TEXT = ("Content-Type", "text/plain; charset=utf-8")


def build_telemetry_app(
    registry: CollectorRegistry, liveness: Liveness
) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Return the WSGI application; /healthz and /readyz answer 200 ``ok`` or 503 and the reason."""
    metrics = make_wsgi_app(registry)
    reasons = {"/healthz": liveness.stuck_reason, "/readyz": liveness.unready_reason}

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            return metrics(environ, start_response)  # type: ignore[no-any-return]
        if path not in reasons:
            start_response("404 Not Found", [_TEXT])
            return [b"see /metrics, /healthz, /readyz\n"]
        reason = reasons[path]()
        # A list of its own each time: wsgiref writes this answer's Content-Length into it.
        start_response("200 OK" if reason is None else "503 Service Unavailable", [_TEXT])
        return [f"{reason or 'ok'}\n".encode()]

    return answer


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True  # a scraper that hangs must not keep the process from ending


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Log nothing: a scrape each few seconds is no news."""


class TelemetryServer:
    """Serves the application from a thread; ``port`` is the one taken when 0 was asked for."""

    def __init__(
        self, host: str, port: int, registry: CollectorRegistry, liveness: Liveness
    ) -> None:
        # Memory, CPU and open files, where the system tells them in /proc.
        ProcessCollector(registry=registry)
        app = build_telemetry_app(registry, liveness)
        self._server: WSGIServer = make_server(
            host, port, app, _ThreadingServer, handler_class=_QuietHandler
        )
        self.port = int(self._server.server_port)

    def __enter__(self) -> TelemetryServer:
        threading.Thread(target=self._server.serve_forever, name="telemetry", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
