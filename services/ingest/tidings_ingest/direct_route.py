"""The route that nearly every request takes, without the framework between.

FastAPI finds a route, solves what its function depends on, and has a layer for each thing that an
application may want: a quarter of the time that it takes to read an article and answer for it. It
still describes the route, and serves all others.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tidings.web.unexpected import UnexpectedErrors
from tidings_ingest.failures import FAILURES, answer_failure


class DirectRoute:
    """An ASGI application: ``endpoint`` answers POST at ``path``, ``others`` everything else.

    What ``endpoint`` raises is answered as what the others raise.
    """

    def __init__(
        self, path: str, endpoint: Callable[[Request], Awaitable[Response]], others: ASGIApp
    ) -> None:
        self._path = path
        self._endpoint = endpoint
        self._others = others
        self._post = UnexpectedErrors(self._answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        is_ours = scope["type"] == "http" and scope["path"] == self._path
        serve = self._post if is_ours and scope["method"] == "POST" else self._others
        await serve(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._endpoint(Request(scope, receive))
        except tuple(FAILURES) as error:
            response = answer_failure(error)
        await response(scope, receive, send)
