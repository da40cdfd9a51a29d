"""Count and time requests by route: a path that was asked for is never a label."""

from __future__ import annotations

import time
from typing import Final

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.metrics import HTTP_REQUESTS, HTTP_SECONDS, StageMetrics

# The files of the page, and paths that are none.
PAGE: Final = "page"
# What uvicorn logs for a client that went away before it had its answer; nginx has the number.
GONE: Final = 499


class Measured:
    """An ASGI wrapper; the route is known when the answer begins, the time when it ends."""

    def __init__(self, app: ASGIApp, metrics: StageMetrics) -> None:
        self._app = app
        self._metrics = metrics

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
            found = scope.get("route")
            route = found.path if isinstance(found, APIRoute) else PAGE
            self._metrics.counter(HTTP_REQUESTS, route=route, status=str(status)).inc()
            self._metrics.histogram(HTTP_SECONDS, route=route).observe(time.perf_counter() - began)
