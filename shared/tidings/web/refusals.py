"""What the framework itself refuses, a parameter, a path or a method, as problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from tidings.reading import Problem
from tidings.web.problems import answer_problem


def answer_refusals(app: FastAPI, docs: str) -> None:
    """Answer requests that no route of ``app`` takes; ``docs`` is where routes are described."""
    app.add_exception_handler(RequestValidationError, _refuse_query)
    app.add_exception_handler(HTTPException, partial(_refuse_route, docs))


def _refuse_query(_: Request, error: Any) -> Response:  # noqa: ANN401 - the framework wants it
    return answer_problem(422, *(_describe_error(each) for each in error.errors()))


def _describe_error(error: Mapping[str, Any]) -> Problem:
    """Return which parameter is wrong and why; of several values, the place after it from 0."""
    where = ".".join(str(each) for each in error["loc"][1:]) or str(error["loc"][-1])
    if error["type"] == "extra_forbidden":
        return Problem(where, "there is no such parameter")
    return Problem(where, error["msg"].removeprefix("Value error, "))


def _refuse_route(docs: str, request: Request, error: Any) -> Response:  # noqa: ANN401
    if error.status_code == 405:
        allowed = _name_methods(request)
        detail = f"{request.method} is not taken here, only {allowed}"
        headers = {"Allow": allowed}
        return answer_problem(405, Problem("method", detail), detail=detail, headers=headers)
    details = {404: f"there is nothing at this path; see {docs}"}
    detail = details.get(error.status_code, error.detail)
    problem = Problem("path", detail)
    return answer_problem(error.status_code, problem, detail=detail, headers=error.headers)


def _name_methods(request: Request) -> str:
    """Return what a path takes, of all its routes: the framework names that of the first."""
    routes = (each for each in request.app.routes if each.matches(request.scope)[0] != Match.NONE)
    return ", ".join(dict.fromkeys(method for each in routes for method in sorted(each.methods)))
