"""Each kind of failure as the answer that its sender gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from tidings.reading import Problem, UnreadableError
from tidings_ingest.acceptance import UnacknowledgedError
from tidings_ingest.answers import answer_problem
from tidings_ingest.authentication import UNAUTHORIZED, AccessDeniedError
from tidings_ingest.guards import COME_BACK_AFTER_S, BusyError
from tidings_ingest.rate_limit import RateLimitedError

# Kafka elects a new leader, or is restarted, within seconds.
KAFKA_BACK_AFTER_S: Final = 5
CHALLENGE: Final = 'Bearer realm="tidings"'


def _refuse(error: UnreadableError) -> Response:
    return answer_problem(error.status, *error.problems)


def _refuse_sender(error: AccessDeniedError) -> Response:
    headers = {"WWW-Authenticate": CHALLENGE} if error.status == UNAUTHORIZED else None
    return answer_problem(error.status, *error.problems, headers=headers)


def _ask_back(error: UnacknowledgedError) -> Response:
    detail = f"{error}; send the same request again, nothing is doubled"
    return answer_problem(503, detail=detail, headers={"Retry-After": str(KAFKA_BACK_AFTER_S)})


def _be_busy(error: BusyError) -> Response:
    headers = {"Retry-After": str(COME_BACK_AFTER_S)}
    return answer_problem(503, detail=str(error), headers=headers)


def _slow_down(error: RateLimitedError) -> Response:
    headers = {"Retry-After": str(error.allowance.reset_s)}
    return answer_problem(429, detail=str(error), headers=headers)


FAILURES: Final[Mapping[type[Exception], Callable[[Any], Response]]] = {
    UnreadableError: _refuse,
    AccessDeniedError: _refuse_sender,
    UnacknowledgedError: _ask_back,
    BusyError: _be_busy,
    RateLimitedError: _slow_down,
}


def answer_failure(error: Exception) -> Response:
    """Return the answer for an error of one of the types of ``FAILURES``."""
    return next(answer for kind, answer in FAILURES.items() if isinstance(error, kind))(error)


def answer_failures(app: FastAPI) -> None:
    """Answer what the routes of ``app`` raise, and requests that none of them takes."""
    for kind, answer in FAILURES.items():
        app.add_exception_handler(kind, partial(_answer_whatever_asked, answer))
    app.add_exception_handler(RequestValidationError, _refuse_query)
    app.add_exception_handler(HTTPException, _refuse_route)


def _answer_whatever_asked(answer: Callable[[Any], Response], _: Request, error: Any) -> Response:  # noqa: ANN401
    return answer(error)


def _refuse_query(_: Request, error: Any) -> Response:  # noqa: ANN401 - the framework wants it
    problems = [
        Problem(str(each["loc"][-1]), each["msg"].removeprefix("Value error, "))
        for each in error.errors()
    ]
    return answer_problem(422, *problems)


def _refuse_route(request: Request, error: Any) -> Response:  # noqa: ANN401
    if error.status_code == 405:
        allowed = _name_methods(request)
        detail = f"{request.method} is not taken here, only {allowed}"
        headers = {"Allow": allowed}
        return answer_problem(405, Problem("method", detail), detail=detail, headers=headers)
    details = {404: "there is nothing at this path; see /docs"}
    detail = details.get(error.status_code, error.detail)
    problem = Problem("path", detail)
    return answer_problem(error.status_code, problem, detail=detail, headers=error.headers)


def _name_methods(request: Request) -> str:
    """Return what a path takes, of all its routes: the framework names that of the first."""
    routes = (each for each in request.app.routes if each.matches(request.scope)[0] != Match.NONE)
    return ", ".join(dict.fromkeys(method for each in routes for method in sorted(each.methods)))
