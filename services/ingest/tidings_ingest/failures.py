"""Each kind of failure as the answer that its sender gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from fastapi import FastAPI, Request, Response

from tidings.reading import UnreadableError
from tidings.web.problems import answer_problem
from tidings.web.refusals import answer_refusals
from tidings_ingest.acceptance import UnacknowledgedError
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
    answer_refusals(app, docs="/docs")


def _answer_whatever_asked(answer: Callable[[Any], Response], _: Request, error: Any) -> Response:  # noqa: ANN401
    return answer(error)
