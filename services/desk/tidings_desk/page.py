"""The page itself: the files of the build, and its beginning for every other path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).with_name("static")
NOT_BUILT: Final = """\
The search page has not been built yet.

    make setup        builds it into services/desk/tidings_desk/static

The API behind it answers already: /api/openapi.json describes it, and
/api/search?q=... searches.
"""
_BEGINNING: Final = "index.html"
# A build gives such a file another name whenever it changes: app-1a2B3c4D.js, app.1a2b3c4d.css.
_HASHED: Final = re.compile(r"[.-][0-9A-Za-z_-]{8,}\.\w+$")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# Asked again each time, and answered 304 while it is the same.
_ASK_AGAIN: Final = "no-cache"


class Page(StaticFiles):
    """An ASGI application for GET and HEAD of what lies in ``folder``."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(directory=folder, check_dir=False, follow_symlink=False)
        self._folder = folder

    async def check_config(self) -> None:
        """Check nothing: a folder that is missing is answered, and may come later."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, the beginning of the page for what is none, or what to do without."""
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        if not (self._folder / _BEGINNING).is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        name = path.rpartition("/")[2]
        try:
            response = await super().get_response(_BEGINNING if path == "." else path, scope)
        except HTTPException as error:
            if error.status_code != 404 or "." in name:
                raise
            response = await super().get_response(_BEGINNING, scope)
        is_asset = path.startswith("assets/") and _HASHED.search(name) is not None
        response.headers["Cache-Control"] = _FOR_EVER if is_asset else _ASK_AGAIN
        return response
