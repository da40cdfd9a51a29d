"""A reverse proxy before Elasticsearch with a limit of its own, as nginx has one, and a gate.

While the gate is closed, answers to bulks are held back: Elasticsearch is slow.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# Bodies are passed on as they are.
PASSED = ("content-type", "content-encoding", "accept", "x-elastic-product")
GATE_WITHIN_S = 60.0


@dataclass
class Limits:
    """``refused`` has the sizes of bodies too large, ``held`` the number of bulks at the gate."""

    upstream: str
    most_bytes: int
    gate: threading.Event = field(default_factory=threading.Event)
    refused: list[int] = field(default_factory=list)
    held: int = 0
    url: str = ""


class LimitingRelay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    limits: Limits

    def relay(self):
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size)
        if size > self.limits.most_bytes:
            self.limits.refused.append(size)
            self.respond(413, {"Content-Type": "text/html"}, b"<h1>413 Request Too Large</h1>")
            return
        if self.path.partition("?")[0].endswith("_bulk") and not self.limits.gate.is_set():
            self.limits.held += 1
            self.limits.gate.wait(GATE_WITHIN_S)
        with closing(HTTPConnection(self.limits.upstream, timeout=60)) as upstream:
            passed = {name: self.headers[name] for name in PASSED if name in self.headers}
            upstream.request(self.command, self.path, body, passed)
            answer = upstream.getresponse()
            self.respond(answer.status, dict(answer.getheaders()), answer.read())

    def respond(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() in PASSED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = relay  # noqa: N815 - http.server's names

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def limit_elasticsearch(url: str, *, most_bytes: int = 100_000_000) -> Iterator[Limits]:
    """Give the limits before the Elasticsearch on ``url``; the gate is open."""
    limits = Limits(urlsplit(url).netloc, most_bytes)
    limits.gate.set()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Relay", (LimitingRelay,), {"limits": limits})
    )
    server.daemon_threads = True
    limits.url = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    try:
        yield limits
    finally:
        limits.gate.set()
        server.shutdown()
        server.server_close()
        serving.join()
