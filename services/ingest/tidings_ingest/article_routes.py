"""``GET`` and ``DELETE /v1/articles/{id}``: what became of an article, and taking it back."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import FastAPI, Path, Request, Response
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from tidings.identity import ID_HEX_DIGITS, ID_PATTERN
from tidings.reading import Problem
from tidings.web.description import describe_refusals
from tidings.web.problems import answer_problem
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.ports import UnavailableError
from tidings_ingest.answer_headers import find_answer_headers
from tidings_ingest.answers import PushAnswer
from tidings_ingest.article_desk import ArticleDesk, UnknownArticleError

PATH: Final = "/v1/articles/{id}"
# A server that was restarted is back within seconds; a backlog moves within one.
SERVER_BACK_AFTER_S: Final = 5
ASK_AGAIN_AFTER_S: Final = 1
_REFUSALS: Final = {
    401: "No key, or none of ours; a signature is not taken here.",
    404: "No article of yours has this id.",
    405: "The method is not taken here.",
    422: "This is no id: it has 32 hex digits, in small letters.",
    429: "The key has made as many requests as it may.",
    500: "An error of ours.",
    503: "Kafka or Elasticsearch does not answer, or not all could be looked through. Ask again.",
}


def check_id(article_id: str) -> str:
    """Return the id; raises PydanticCustomError for what is none."""
    if re.fullmatch(ID_PATTERN, article_id) is None:
        detail = f"an id has {ID_HEX_DIGITS} hex digits, in small letters"
        raise PydanticCustomError("article_id", detail)
    return article_id


ArticleId = Annotated[
    str,
    Path(
        alias="id",
        description="The id that the receipt names.",
        json_schema_extra={"pattern": f"^{ID_PATTERN}$"},
    ),
    # The schema has the pattern; this has the words.
    AfterValidator(check_id),
]


def add_article_routes(app: FastAPI, desk: ArticleDesk) -> None:
    """Add the routes, and how their errors are answered."""

    @app.get(
        PATH,
        response_model=ArticleAnswer,
        **_describe(
            desk,
            "Ask where an article is",
            "state is that of its newest revision; indexed is what a search finds meanwhile.",
        ),
    )
    async def tell_article(request: Request, article_id: ArticleId) -> Response:
        added = find_answer_headers(request.scope)
        answer = await desk.tell(article_id, request.headers, added)
        return Response(answer.model_dump_json(), media_type="application/json")

    @app.delete(
        PATH,
        status_code=202,
        response_model=PushAnswer,
        **_describe(
            desk,
            "Take an article back",
            "202 means that the withdrawal is safe; the words leave the index within seconds. What "
            "was taken back already is answered the same. Of a push afterwards the revision "
            "decides, as of every other: a later one publishes the article again.",
        ),
    )
    async def withdraw_article(request: Request, article_id: ArticleId) -> Response:
        added = find_answer_headers(request.scope)
        answer = await desk.withdraw(article_id, request.headers, added)
        return Response(answer, 202, media_type="application/json")

    _answer_failures(app)


def _describe(desk: ArticleDesk, summary: str, description: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": summary,
        "description": description,
        "responses": describe_refusals(_REFUSALS),
    }
    if desk.asks_for_key:
        described["openapi_extra"] = {"security": [{"key": []}]}
    return described


def _answer_failures(app: FastAPI) -> None:
    def know_nothing(_: Request, __: Exception) -> Response:
        return answer_problem(404, Problem("id", "no article of yours has this id"))

    def name_server(_: Request, error: Any) -> Response:  # noqa: ANN401 - UnavailableError
        headers = {"Retry-After": str(SERVER_BACK_AFTER_S)}
        # The error itself names addresses, which are nothing for a sender.
        return answer_problem(503, detail=f"{error.server} does not answer", headers=headers)

    def ask_again(_: Request, error: Exception) -> Response:
        headers = {"Retry-After": str(ASK_AGAIN_AFTER_S)}
        return answer_problem(503, detail=str(error), headers=headers)

    app.add_exception_handler(UnknownArticleError, know_nothing)
    app.add_exception_handler(UnavailableError, name_server)
    app.add_exception_handler(SpentError, ask_again)
