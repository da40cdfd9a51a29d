"""The HTTP interface: the API, the page, and what is around them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp

from tidings import __version__
from tidings.metrics import StageMetrics
from tidings.web.description import describe_app
from tidings.web.measuring import Measured
from tidings.web.route_names import RouteNames
from tidings.web.unexpected import UnexpectedErrors
from tidings_desk.archive import Archive
from tidings_desk.failures import DESCRIPTION_PATH, answer_failures
from tidings_desk.file_routes import add_file_routes
from tidings_desk.headers import LOOPBACK, OwnHosts, SafetyHeaders
from tidings_desk.names import load_names
from tidings_desk.page import Page
from tidings_desk.routes import add_routes
from tidings_desk.settings import DeskSettings

# The files of the page, and paths that are none.
PAGE: Final = "page"


def build_app(
    archive: Archive, settings: DeskSettings, metrics: StageMetrics, page: Page | None = None
) -> ASGIApp:
    """Return the application; every route of it only reads."""
    app = FastAPI(
        title="Tidings desk",
        version=__version__,
        description="Searches tagged news articles. Nobody is asked for a key, nothing is changed.",
        openapi_url=DESCRIPTION_PATH,
        # Its pages fetch scripts from elsewhere, which the policy forbids.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    public = str(settings.desk_public_url).rstrip("/") if settings.desk_public_url else None
    add_routes(app, archive, load_names())
    add_file_routes(app, archive, partial(_find_base, public))
    app.router.routes.append(Route("/{path:path}", page or Page(), methods=["GET"], name="page"))
    answer_failures(app)
    _describe(app)
    app.add_middleware(UnexpectedErrors)
    packed = GZipMiddleware(app, minimum_size=1024, compresslevel=5)
    names = {*LOOPBACK, settings.desk_host, *([urlsplit(public).hostname or ""] if public else [])}
    return SafetyHeaders(Measured(OwnHosts(packed, names), metrics, RouteNames(other=PAGE)))


def _find_base(public: str | None, request: Request) -> str:
    return public or f"{request.url.scheme}://{request.url.netloc}"


def _describe(app: FastAPI) -> None:
    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe_app(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
