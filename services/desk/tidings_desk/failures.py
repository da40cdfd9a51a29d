"""What goes wrong with a question, as problem+json."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request, Response

from tidings.reading import Problem
from tidings.web.problems import answer_problem
from tidings.web.refusals import answer_refusals
from tidings_desk.archive import RefusedError, UnavailableError
from tidings_desk.cursor import CursorError

DESCRIPTION_PATH: Final = "/api/openapi.json"
REFUSALS: Final = {
    405: "Only reading is possible here.",
    422: "A parameter is unknown or wrong; `errors` names each.",
    500: "An error of ours.",
    503: "Elasticsearch does not answer, or there is no index. Ask again.",
}
UNKNOWN: Final = {404: "No article has this id."}


class UnknownArticleError(Exception):
    """No article has the id that was asked for."""


def answer_failures(app: FastAPI) -> None:
    """Answer what the routes raise, and what none of them takes."""

    def come_back(_: Request, error: Any) -> Response:  # noqa: ANN401 - UnavailableError
        headers = {"Retry-After": str(error.back_after_s)}
        problem = Problem("elasticsearch", str(error))
        return answer_problem(503, problem, detail=str(error), headers=headers)

    def refuse(_: Request, error: Exception) -> Response:
        return answer_problem(422, Problem("query", str(error)))

    def refuse_cursor(_: Request, error: Exception) -> Response:
        return answer_problem(422, Problem("after", str(error)))

    def know_nothing(_: Request, __: Exception) -> Response:
        return answer_problem(404, Problem("id", "no article has this id"))

    app.add_exception_handler(UnavailableError, come_back)
    app.add_exception_handler(RefusedError, refuse)
    app.add_exception_handler(CursorError, refuse_cursor)
    app.add_exception_handler(UnknownArticleError, know_nothing)
    answer_refusals(app, docs=DESCRIPTION_PATH)
