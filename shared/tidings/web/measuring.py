"""Count and time requests by route: a path that was asked for is never a label."""

from __future__ import annotations

import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.metrics import HTTP_REQUESTS, HTTP_SECONDS, StageMetrics
from tidings.tracing.current import read_trace_id, write_exemplar
from tidings.web.route_names import RouteNames

# What uvicorn logs for a client that went away before it had its answer; nginx has the number.
GONE: Final = 499


class Measured:
    """An ASGI wrapper; the route is known when the answer begins, the time when it ends.

    What is no HTTP at all is refused by the server and not seen here.
    """

    def __init__(self, app: ASGIApp, metrics: StageMetrics, names: RouteNames) -> None:
        self._app = app
        self._metrics = metrics
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        status = GONE
        began = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            route = self._names.find(scope)
            exemplar = write_exemplar(read_trace_id())
            self._metrics.counter(HTTP_REQUESTS, route=route, status=str(status)).inc()
            self._metrics.histogram(HTTP_SECONDS, route=route).observe(
                time.perf_counter() - began, exemplar
            )
