"""Count and time requests by route: a path that was asked for is never a label."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Final

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.metrics import HTTP_REQUESTS, HTTP_SECONDS, StageMetrics

# What uvicorn logs for a client that went away before it had its answer; nginx has the number.
GONE: Final = 499


class Measured:
    """An ASGI wrapper; the route is known when the answer begins, the time when it ends.

    ``direct`` are paths that are answered before FastAPI finds a route; whatever is on no route
    counts as ``other``. What is no HTTP at all is refused by the server and not seen here.
    """

    def __init__(
        self, app: ASGIApp, metrics: StageMetrics, *, other: str, direct: Collection[str] = ()
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._other = other
        self._direct = frozenset(direct)

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
            route = self._name_route(scope)
            self._metrics.counter(HTTP_REQUESTS, route=route, status=str(status)).inc()
            self._metrics.histogram(HTTP_SECONDS, route=route).observe(time.perf_counter() - began)

    def _name_route(self, scope: Scope) -> str:
        found = scope.get("route")
        if isinstance(found, APIRoute):
            return found.path
        path: str = scope.get("path", "")
        return path if path in self._direct else self._other
