"""The routes that answer with a file: exports of a result, and its feed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from tidings.web.description import describe_refusals
from tidings_desk import feed
from tidings_desk.archive import Archive
from tidings_desk.export.formats import FORMATS, Format
from tidings_desk.export.reading import MOST_EXPORTED, read_result
from tidings_desk.failures import REFUSALS
from tidings_desk.parameters import Sorted
from tidings_desk.requests import build_received

TOTAL_HEADER: Final = "Tidings-Total"
GIVEN_HEADER: Final = "Tidings-Exported"
_TEXT: Final = {"type": "string"}
_ITEMS: Final = {"type": "array", "items": {"type": "object", "required": ["uri"]}}


def add_file_routes(app: FastAPI, archive: Archive, find_base: Callable[[Request], str]) -> None:
    """Add the routes; ``find_base`` returns the address under which the desk was asked."""
    for name, each in FORMATS.items():
        app.get(f"/api/export.{name}", **_describe_export(each))(_build_export(archive, each))

    @app.get("/feed.xml", **_describe("Follow a search as RSS 2.0", feed.MEDIA_TYPE))
    def follow(request: Request, asked: Annotated[Sorted, Query()]) -> Response:
        answer = archive.search(
            build_received(asked, feed.MOST_ITEMS, list(feed.FIELDS)), asked.model_dump_json()
        )
        articles = [hit["_source"] for hit in answer["hits"]["hits"]]
        written = feed.write_feed(asked, articles, base=find_base(request), query=request.url.query)
        return Response(written, media_type=feed.MEDIA_TYPE)


def _build_export(archive: Archive, wanted: Format) -> Callable[..., Response]:
    def export(asked: Annotated[Sorted, Query()]) -> Response:
        result = read_result(archive, asked, wanted.fields)
        headers = {
            "Content-Disposition": f'attachment; filename="{wanted.file_name}"',
            TOTAL_HEADER: str(result.total),
            GIVEN_HEADER: str(result.given),
        }
        written = wanted.write(result.articles)
        return StreamingResponse(written, headers=headers, media_type=wanted.media_type)

    return export


def _describe_export(wanted: Format) -> dict[str, Any]:
    described = _describe(
        f"Export a result, {MOST_EXPORTED:,} articles at most", re.split(";", wanted.media_type)[0]
    )
    described["responses"][200]["headers"] = {
        TOTAL_HEADER: {"schema": {"type": "integer"}, "description": "Articles of the result."},
        GIVEN_HEADER: {"schema": {"type": "integer"}, "description": "Articles in the file."},
    }
    return described


def _describe(summary: str, media_type: str) -> dict[str, Any]:
    schema = _ITEMS if media_type == "application/json" else _TEXT
    answers: dict[int | str, dict[str, Any]] = {
        200: {"description": "The file.", "content": {media_type: {"schema": schema}}},
        **describe_refusals(REFUSALS),
    }
    return {"summary": summary, "responses": answers, "response_class": Response}
