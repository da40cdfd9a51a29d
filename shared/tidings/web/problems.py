"""Errors as RFC 9457 has them (application/problem+json), with where and what."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

import orjson
from pydantic import BaseModel, Field
from starlette.responses import Response

from tidings.reading import Problem
from tidings.tracing.current import read_trace_id


class ProblemEntry(BaseModel):
    """One thing that is wrong."""

    where: str = Field(description="The field, the header, or the place in the body.")
    detail: str


class ProblemDocument(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ProblemEntry]
    trace_id: str | None = Field(
        default=None, description="Of the request: our log lines about it name it, too."
    )


def answer_problem(
    status: int,
    *problems: Problem,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the response for an error; without ``detail`` the first problem is it."""
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _summarise(problems),
        "errors": [describe_problem(each) for each in problems],
    }
    if (trace_id := read_trace_id()) is not None:
        document["trace_id"] = trace_id
    return Response(orjson.dumps(document), status, headers, media_type="application/problem+json")


def describe_problem(problem: Problem) -> dict[str, str]:
    """Return the fields of a ProblemEntry."""
    return {"where": problem.where, "detail": problem.detail}


def _summarise(problems: Sequence[Problem]) -> str:
    first = problems[0]
    said = first.detail if first.where == "body" else f"{first.where}: {first.detail}"
    return said if len(problems) == 1 else f"{said}; and {len(problems) - 1} more"
