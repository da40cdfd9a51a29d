"""The routes of the API. They are functions, not coroutines: each waits in a thread of its own."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import FastAPI, Path, Query, Response

from tidings.article import ArticleId
from tidings.web.description import describe_refusals
from tidings_desk.answers import (
    ArticlePage,
    FieldsAnswer,
    MappedPlace,
    SearchAnswer,
    SimilarAnswer,
    StoryAnswer,
    SuggestAnswer,
)
from tidings_desk.archive import Archive
from tidings_desk.failures import REFUSALS, UNKNOWN
from tidings_desk.inquiry import (
    find_article,
    find_page,
    find_similar,
    find_story,
    map_places,
    suggest_names,
)
from tidings_desk.parameters import Paged, Sorted

Id = Annotated[ArticleId, Path(alias="id", description="32 hex digits.")]
Typed = Annotated[str, Query(max_length=500, description="How a name begins, in either script.")]
_ARTICLE: Final = "/api/articles/{id}"


def add_routes(app: FastAPI, archive: Archive, names: FieldsAnswer) -> None:
    """Add the routes that answer in JSON."""

    @app.get("/api/search", **_describe("Search articles"))
    def search(asked: Annotated[Paged, Query()]) -> SearchAnswer:
        return find_page(archive, asked)

    @app.get(_ARTICLE, **_describe("Get an article with its tags and their evidence", UNKNOWN))
    def get_article(article_id: Id) -> ArticlePage:
        return find_article(archive, article_id)

    @app.get(f"{_ARTICLE}/similar", **_describe("Find articles like one, ten at most", UNKNOWN))
    def get_similar(article_id: Id) -> SimilarAnswer:
        return find_similar(archive, article_id)

    @app.get(f"{_ARTICLE}/story", **_describe("List the articles of one story", UNKNOWN))
    def get_story(article_id: Id) -> StoryAnswer:
        return find_story(archive, article_id)

    @app.get("/api/suggest", **_describe("Complete a name"))
    def suggest(q: Typed = "") -> SuggestAnswer:
        return suggest_names(archive, q)

    @app.get("/api/places", **_describe("Locate the places of a result"))
    def get_places(asked: Annotated[Sorted, Query()]) -> list[MappedPlace]:
        return map_places(archive, asked)

    @app.get("/api/fields", **_describe("Name facets, events and topics in both languages"))
    def get_fields(response: Response) -> FieldsAnswer:
        response.headers["Cache-Control"] = "max-age=3600"
        return names


def _describe(summary: str, more: dict[int, str] | None = None) -> dict[str, Any]:
    return {"summary": summary, "responses": describe_refusals(REFUSALS | (more or {}))}
