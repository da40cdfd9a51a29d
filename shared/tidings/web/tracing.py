"""A trace around each request: accepted from the sender where valid, else a new one."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.tracing.context import HEADER, TraceContext, find_context
from tidings.tracing.current import within_trace
from tidings.tracing.spans import Spans
from tidings.web.refusal_log import RefusalLog
from tidings.web.route_names import RouteNames

# As OpenTelemetry's propagators call it, after a draft of the W3C: ``traceparent`` is of requests.
ANSWER_HEADER: Final = b"traceresponse"
_ASKED: Final = HEADER.encode("ascii")
FROM_HERE: Final = 500


class Traced:
    """An ASGI wrapper, the outermost: all that is said of a request names its trace.

    Each answer gets the header ``traceresponse``, and each refusal is noted in ``refusals``.
    """

    def __init__(self, app: ASGIApp, spans: Spans, names: RouteNames, refusals: RefusalLog) -> None:
        self._app = app
        self._spans = spans
        self._names = names
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        status = 0

        async def send_with_trace(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                added = (ANSWER_HEADER, span.context.to_header().encode("ascii"))
                message = {**message, "headers": [*message.get("headers", ()), added]}
            await send(message)

        with (
            self._spans.open(method, "server", parent=find_parent(scope)) as span,
            within_trace(span.context),
        ):
            await self._app(scope, receive, send_with_trace)
            route = self._names.find(scope)
            self._refusals.note(status, method, route)
            span.rename(f"{method} {route}")
            span.note({"http.request.method": method, "http.route": route})
            if status:
                span.note({"http.response.status_code": status})
            if status >= FROM_HERE:
                span.fail(str(status))


def find_parent(scope: Scope) -> TraceContext | None:
    """Return the sender's trace, None where it names none that is valid."""
    return find_context([value for name, value in scope["headers"] if name == _ASKED])
