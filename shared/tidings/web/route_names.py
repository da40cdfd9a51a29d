"""The route of a request, for metrics and spans: a path that was asked for is never one."""

from __future__ import annotations

from collections.abc import Collection

from fastapi.routing import APIRoute
from starlette.types import Scope


class RouteNames:
    """``direct`` are paths that are answered before FastAPI finds a route.

    Whatever is on no route is ``other``.
    """

    def __init__(self, *, other: str, direct: Collection[str] = ()) -> None:
        self._other = other
        self._direct = frozenset(direct)

    def find(self, scope: Scope) -> str:
        """Return the name; to be asked when the answer has begun."""
        found = scope.get("route")
        if isinstance(found, APIRoute):
            return found.path
        path: str = scope.get("path", "")
        return path if path in self._direct else self._other
