"""A feed's web server on loopback, which can play ingest as well.

Each path answers what the test has put there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What a path answers; with an ``etag``, 304 to those who have it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    pieces: Callable[[], Iterator[bytes]] | None = None
    """The body piece by piece, for servers that are slow; it ends with the connection."""


@dataclass
class FeedServer:
    """``asked`` are path and headers of each request, in order; names are in small letters.

    As ingest it answers ``ingested``, and ``pushed`` are path, headers and body that it got.
    """

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ingested: tuple[int, dict[str, object]] = (202, {"format": "rss", "notes": [], "items": []})
    pushed: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def ingest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serve_feeds() -> Iterator[FeedServer]:
    """Give a running server."""
    served = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.asked.append((self.path, headers))
            answer = served.answers.get(self.path, Answer(b"nothing here", 404))
            known = answer.etag is not None and headers.get("if-none-match") == answer.etag
            self.send_response(304 if known else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.etag is not None:
                self.send_header("ETag", answer.etag)
            if answer.pieces is None:
                self.send_header("Content-Length", "0" if known else str(len(answer.body)))
            self.end_headers()
            for piece in [b""] if known else (answer.pieces or (lambda: [answer.body]))():
                try:
                    self.wfile.write(piece)
                    self.wfile.flush()
                except OSError:
                    return

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.pushed.append((self.path, headers, body))
            status, told = served.ingested
            written = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_):
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
