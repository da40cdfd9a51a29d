"""Heads of requests that can be read in two ways are refused, so that nobody reads them otherwise.

A proxy in front of us and we ourselves have to agree on what a request is; of a header that is
there twice one program takes the first, another the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from tidings.reading import Problem
from tidings.web.problems import answer_problem

VERSIONS: Final = frozenset(("1.0", "1.1"))
# Each changes what a request means, and none of them is a list. llhttp looks after Content-Length.
SINGLE: Final[tuple[str, ...]] = (
    "Host",
    "Authorization",
    "Content-Type",
    "Content-Encoding",
    "Idempotency-Key",
    "Webhook-Id",
    "Webhook-Timestamp",
    "Webhook-Signature",
    "X-Hub-Signature",
)
SINGLE_PARAMETERS: Final = frozenset(("source", "feed"))
Headers = Sequence[tuple[bytes, bytes]]


class UnambiguousHeads:
    """An ASGI wrapper: refuses what can be read in two ways before anything else is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        refused = find_ambiguity(scope) if scope["type"] == "http" else None
        if refused is None:
            await self._app(scope, receive, send)
        else:
            status, problem = refused
            await answer_problem(status, problem)(scope, receive, send)


def find_ambiguity(scope: Scope) -> tuple[int, Problem] | None:
    """Return the status and what is wrong with the head of a request; None when it is one thing."""
    version = scope.get("http_version", "1.1")
    if version not in VERSIONS:
        return 505, Problem("request line", "HTTP/1.1 and HTTP/1.0 are taken here")
    headers = scope["headers"]
    names = {name for name, _ in headers}
    if version == "1.1" and b"host" not in names:
        return 400, Problem("Host", "the header is missing")
    if len(names) < len(headers) and (found := _find_repeated_header(headers)):
        return found
    if b"transfer-encoding" in names and (found := _find_strange_encoding(headers, version)):
        return found
    return _find_repeated_parameter(scope.get("query_string", b""))


def _find_repeated_header(headers: Headers) -> tuple[int, Problem] | None:
    counts = Counter(name for name, _ in headers)
    for name in SINGLE:
        if counts[name.lower().encode()] > 1:
            return 400, Problem(name, "the header is there twice")
    return None


def _find_strange_encoding(headers: Headers, version: str) -> tuple[int, Problem] | None:
    for name, value in headers:
        # The parser takes any list that ends in chunked, and leaves the others as they are.
        if name == b"transfer-encoding" and value.strip().lower() != b"chunked":
            return 400, Problem("Transfer-Encoding", "nothing but chunked is taken here")
    # RFC 9112, 6.1: a proxy of that age has passed it on without knowing what it means.
    if version == "1.0":
        return 400, Problem("Transfer-Encoding", "HTTP/1.0 has no such header")
    return None


def _find_repeated_parameter(query: bytes) -> tuple[int, Problem] | None:
    if b"&" not in query:
        return None  # one parameter at most
    named = Counter(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    for name in sorted(SINGLE_PARAMETERS):
        if named[name] > 1:
            return 422, Problem(name, "the parameter is there twice")
    return None
