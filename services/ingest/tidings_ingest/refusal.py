"""Answers to what is no HTTP, which no application gets to see. Pure."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import httptools

from tidings.reading import Problem
from tidings.web.problems import answer_problem

# A word of the parser's reason, and what it speaks of. The first that is in it counts.
_PLACES: Final = (
    ("content-length", "Content-Length"),
    ("transfer-encoding", "Transfer-Encoding"),
    ("chunk", "body"),
    ("header", "headers"),
    ("colon", "headers"),
)


def name_malformation(error: httptools.HttpParserError) -> Problem:
    """Return where the parser stopped and why; the input is not quoted."""
    if isinstance(error, httptools.HttpParserInvalidMethodError):
        return Problem("request line", "the method is none of HTTP")
    if isinstance(error, httptools.HttpParserInvalidURLError | httptools.HttpParserCallbackError):
        return Problem("request line", "the target is no path that could be read")
    reason = str(error)
    said = reason.lower()
    where = next((place for word, place in _PLACES if word in said), "request line")
    return Problem(where, f"no HTTP that could be read: {reason}")


def write_refusal(
    status: int,
    *problems: Problem,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a whole answer after which the connection is closed."""
    answer = answer_problem(status, *problems, detail=detail, headers=headers)
    lines = [b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode("ascii"))]
    lines += [b"%b: %b" % each for each in (*answer.raw_headers, (b"connection", b"close"))]
    return b"\r\n".join((*lines, b"", bytes(answer.body)))
