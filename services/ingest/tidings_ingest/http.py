"""The HTTP interface: its routes, and what is around them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp

from tidings import __version__
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.tracing.spans import NO_SPANS, Spans
from tidings.web.measuring import Measured
from tidings.web.refusal_log import RefusalLog
from tidings.web.route_names import RouteNames
from tidings.web.tracing import Traced
from tidings.web.unexpected import UnexpectedErrors
from tidings_ingest.ambiguity import UnambiguousHeads
from tidings_ingest.answer_headers import AnswerHeaders, find_answer_headers
from tidings_ingest.answers import PushAnswer
from tidings_ingest.description import PUSH_OPERATION, complete_description, describe_probe
from tidings_ingest.direct_route import DirectRoute
from tidings_ingest.failures import answer_failures
from tidings_ingest.intake import Intake
from tidings_ingest.lingering import LingeringClose
from tidings_ingest.naming import read_names
from tidings_ingest.push import Push

PUSH_PATH: Final = "/v1/articles"
PROBES: Final = ("/healthz", "/readyz")
AddRoutes = Callable[[FastAPI], None]
"""Adds the routes of one concern; what they raise is answered as for the others."""


def build_app(
    intake: Intake,
    liveness: Liveness,
    metrics: StageMetrics,
    more: Sequence[AddRoutes] = (),
    spans: Spans = NO_SPANS,
) -> ASGIApp:
    """Return the application: POST /v1/articles, /healthz, /readyz, /docs, /openapi.json.

    ``more`` adds the routes of other concerns, ``spans`` takes one of each request.
    """
    app = FastAPI(
        title="Tidings ingest",
        version=__version__,
        description="Takes news articles in the format that a feed has.",
        redoc_url=None,
        # It would lead whoever mistypes a path to wherever their Host header says.
        redirect_slashes=False,
    )

    @app.post(PUSH_PATH, status_code=202, response_model=PushAnswer, **PUSH_OPERATION)
    async def push_articles(request: Request) -> Response:
        source, feed = read_names(request.query_params, "source", "feed")
        answer_headers = find_answer_headers(request.scope)
        push = Push(request.headers, request.stream(), source, feed, answer_headers=answer_headers)
        return Response(await intake.take(push), 202, media_type="application/json")

    @app.get("/healthz", **describe_probe("Ask whether it makes progress"))
    async def tell_health() -> Response:
        return _tell(liveness.stuck_reason())

    @app.get("/readyz", **describe_probe("Ask whether it can take articles"))
    async def tell_readiness() -> Response:
        return _tell(liveness.unready_reason())

    for add_routes in more:
        add_routes(app)
    answer_failures(app)
    complete_description(app, asks_for_key=intake.asks_for_key)
    # Inside of the framework's own answer to errors, which is no problem+json.
    app.add_middleware(UnexpectedErrors)
    served = DirectRoute(PUSH_PATH, push_articles, app)
    kept = LingeringClose(UnambiguousHeads(AnswerHeaders(served)))
    names = RouteNames(other="other", direct=(PUSH_PATH,))
    measured = Measured(kept, metrics, names)
    return Traced(measured, spans, names, RefusalLog(time.monotonic, PROBES))


def _tell(reason: str | None) -> Response:
    return Response(f"{reason or 'ok'}\n", 503 if reason else 200, media_type="text/plain")
