"""The HTTP interface: routes, and each kind of failure as problem+json."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp

from tidings import __version__
from tidings.liveness import Liveness
from tidings.reading import Problem, UnreadableError
from tidings_ingest.acceptance import UnacknowledgedError
from tidings_ingest.ambiguity import UnambiguousHeads
from tidings_ingest.answer_headers import AnswerHeaders, find_answer_headers
from tidings_ingest.answers import PushAnswer, answer_problem
from tidings_ingest.authentication import UNAUTHORIZED, AccessDeniedError
from tidings_ingest.description import PUSH_OPERATION, complete_description, describe_probe
from tidings_ingest.guards import COME_BACK_AFTER_S, BusyError
from tidings_ingest.intake import Intake, Push
from tidings_ingest.lingering import LingeringClose
from tidings_ingest.naming import read_names
from tidings_ingest.rate_limit import RateLimitedError
from tidings_ingest.unexpected import UnexpectedErrors

# Kafka elects a new leader, or is restarted, within seconds.
KAFKA_BACK_AFTER_S = 5
CHALLENGE = 'Bearer realm="tidings"'

AddRoutes = Callable[[FastAPI], None]
"""Adds the routes of one concern; what they raise is answered as for the others."""


def build_app(intake: Intake, liveness: Liveness, more: Sequence[AddRoutes] = ()) -> ASGIApp:
    """Return the application: POST /v1/articles, /healthz, /readyz, /docs, /openapi.json.

    ``more`` adds the routes of other concerns.
    """
    app = FastAPI(
        title="Tidings ingest",
        version=__version__,
        description="Takes news articles in the format that a feed has.",
        redoc_url=None,
        # It would lead whoever mistypes a path to wherever their Host header says.
        redirect_slashes=False,
    )

    @app.post("/v1/articles", status_code=202, response_model=PushAnswer, **PUSH_OPERATION)
    async def push_articles(request: Request) -> Response:
        # Read by hand: the framework's own way takes a fifth of the time of a whole request.
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
    _answer_failures(app)
    complete_description(app, asks_for_key=intake.asks_for_key)
    # Inside of the framework's own answer to errors, which is no problem+json.
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(AnswerHeaders)
    return LingeringClose(UnambiguousHeads(app))


def _tell(reason: str | None) -> Response:
    return Response(f"{reason or 'ok'}\n", 503 if reason else 200, media_type="text/plain")


def name_methods(request: Request) -> str:
    """Return what a path takes, of all its routes: the framework names that of the first."""
    routes = (each for each in request.app.routes if each.matches(request.scope)[0] != Match.NONE)
    return ", ".join(dict.fromkeys(method for each in routes for method in sorted(each.methods)))


def _answer_failures(app: FastAPI) -> None:
    def refuse(_: Request, error: Any) -> Response:  # noqa: ANN401 - one of the types below
        return answer_problem(error.status, *error.problems)

    def refuse_sender(_: Request, error: Any) -> Response:  # noqa: ANN401
        headers = {"WWW-Authenticate": CHALLENGE} if error.status == UNAUTHORIZED else None
        return answer_problem(error.status, *error.problems, headers=headers)

    def refuse_query(_: Request, error: Any) -> Response:  # noqa: ANN401
        problems = [
            Problem(str(each["loc"][-1]), each["msg"].removeprefix("Value error, "))
            for each in error.errors()
        ]
        return answer_problem(422, *problems)

    def ask_back(_: Request, error: Any) -> Response:  # noqa: ANN401
        detail = f"{error}; send the same request again, nothing is doubled"
        return answer_problem(503, detail=detail, headers={"Retry-After": str(KAFKA_BACK_AFTER_S)})

    def be_busy(_: Request, error: Any) -> Response:  # noqa: ANN401
        headers = {"Retry-After": str(COME_BACK_AFTER_S)}
        return answer_problem(503, detail=str(error), headers=headers)

    def slow_down(_: Request, error: Any) -> Response:  # noqa: ANN401
        headers = {"Retry-After": str(error.allowance.reset_s)}
        return answer_problem(429, detail=str(error), headers=headers)

    def refuse_route(request: Request, error: Any) -> Response:  # noqa: ANN401
        if error.status_code == 405:
            allowed = name_methods(request)
            detail = f"{request.method} is not taken here, only {allowed}"
            headers = {"Allow": allowed}
            return answer_problem(405, Problem("method", detail), detail=detail, headers=headers)
        details = {404: "there is nothing at this path; see /docs"}
        detail = details.get(error.status_code, error.detail)
        problem = Problem("path", detail)
        return answer_problem(error.status_code, problem, detail=detail, headers=error.headers)

    app.add_exception_handler(UnreadableError, refuse)
    app.add_exception_handler(AccessDeniedError, refuse_sender)
    app.add_exception_handler(RequestValidationError, refuse_query)
    app.add_exception_handler(UnacknowledgedError, ask_back)
    app.add_exception_handler(BusyError, be_busy)
    app.add_exception_handler(RateLimitedError, slow_down)
    app.add_exception_handler(HTTPException, refuse_route)
