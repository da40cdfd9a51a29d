"""What is done with the connection: slowly, for ever, in crumbs, and much of it."""

from __future__ import annotations

from collections.abc import Iterator

from faults.hostile.attack import Attack, Piece, requests
from faults.hostile.heads import HEAD

CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
# Longer than any time-out of a request.
LONG_S = 30


def drip(start: bytes, piece: bytes) -> Iterator[Piece]:
    """Send a piece each half second."""
    yield start
    for _ in range(2 * LONG_S):
        yield 0.5
        yield piece


def flood(start: bytes, piece: bytes, count: int) -> Iterator[Piece]:
    yield start
    for _ in range(count):
        yield piece


WIRES: list[Attack] = requests(
    (
        ("bad-chunk", "a chunk whose size is no number", 400, "body",
         lambda: (CHUNKED + b"xyz\r\n",)),
        ("negative-chunk", "a chunk of a negative size", 400, "body",
         lambda: (CHUNKED + b"-1\r\n",)),
        ("huge-chunk", "a chunk of more bytes than numbers have", 400, "body",
         lambda: (CHUNKED + b"f" * 20 + b"\r\n",)),
        ("long-chunk", "a chunk that is longer than it says", 400, "body",
         lambda: (CHUNKED + b"1\r\nabc\r\n0\r\n\r\n",)),
        ("endless-chunks", "chunks without an end", 413, "body",
         lambda: flood(CHUNKED, b"10000\r\n" + b"a" * 65_536 + b"\r\n", 500)),
        ("chunk-extensions", "extensions of chunks, megabytes long", 400, "body",
         lambda: flood(CHUNKED, b"1;" + b"e" * 100_000 + b"\r\na\r\n", 40)),
        ("crumbs", "a body in chunks of one byte", 400, "body",
         lambda: flood(CHUNKED, b"1\r\na\r\n" * 10_000, 40)),
        ("trailers", "trailers, megabytes long", 400, "body",
         lambda: flood(CHUNKED + b"1\r\na\r\n0\r\n", b"X-A: " + b"t" * 60_000 + b"\r\n", 40)),
        ("pipeline", "500 requests at once, the last of which is none", 404, "path",
         lambda: (b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n" * 500 + b"NONSENSE\r\n\r\n",)),
    )
)  # fmt: skip
WIRES += requests(
    (
        ("trailer-type", "a type in a trailer, which is no header", 400, "line 1, column 1",
         lambda: (CHUNKED + b"1\r\na\r\n0\r\nContent-Type: text/plain\r\n\r\n",
                  b"GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")),
    ),
    then=404,
)  # fmt: skip
WIRES += requests(
    (
        ("exbibyte-chunk", "a chunk that is said to have an exbibyte", 413, "body",
         lambda: flood(CHUNKED + b"fffffffffffffff\r\n", b"a" * 100_000, 300)),
        ("silence", "a connection on which nothing comes", None, "", lambda: (float(LONG_S),)),
        ("slow-head", "a head that comes byte by byte (slow loris)", 408, "head",
         lambda: drip(HEAD, b"X")),
        ("slow-lines", "a head that goes on with a header each half second", 408, "head",
         lambda: drip(HEAD, b"X-A: b\r\n")),
        ("slow-body", "a body that comes byte by byte", 408, "body",
         lambda: drip(HEAD + b"Content-Length: 1000\r\n\r\n", b"a")),
        ("slow-chunks", "chunks that come one by one", 408, "body",
         lambda: drip(CHUNKED, b"1\r\na\r\n")),
        ("no-body", "a body that never comes", 408, "body",
         lambda: (HEAD + b"Content-Length: 1000\r\n\r\n", float(LONG_S))),
        ("half-body", "a body that is cut off", 408, "body",
         lambda: (HEAD + b"Content-Length: 1000\r\n\r\n" + b"a" * 999, float(LONG_S))),
        ("no-continue", "a body that waits for 100 Continue, and then never comes", 408, "body",
         lambda: (HEAD + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n", float(LONG_S))),
        ("slow-trailers", "trailers that come one by one", 408, "body",
         lambda: drip(CHUNKED + b"0\r\n", b"X-A: b\r\n")),
    ),
    waits=True,
)  # fmt: skip
