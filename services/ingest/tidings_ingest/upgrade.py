"""Requests that would like to go on in another protocol, read as if they had not asked. Pure.

A server may ignore the wish (RFC 9110, 7.8), but llhttp takes such a request for one without a body
and what stands in the body for the next request. Java's client asks for HTTP/2 with each request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_OF_THE_WISH: Final = frozenset((b"upgrade", b"http2-settings"))


def write_plain_head(
    method: bytes, target: bytes, version: str, headers: Iterable[tuple[bytes, bytes]]
) -> bytes:
    """Return the head of the request, as bytes to be parsed, without its wish to upgrade.

    ``headers`` have names in lower case, and come from a parser: no line breaks are in them.
    """
    lines = [b" ".join((method, target, b"HTTP/" + version.encode("ascii")))]
    for name, value in headers:
        if name == b"connection":
            kept = (each for each in value.split(b",") if each.strip().lower() not in _OF_THE_WISH)
            value = b",".join(kept)  # noqa: PLW2901
        if name not in _OF_THE_WISH and (value.strip() or name != b"connection"):
            lines.append(b"%b: %b" % (name, value))
    return b"\r\n".join((*lines, b"", b""))
