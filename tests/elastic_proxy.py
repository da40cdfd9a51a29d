"""Elasticsearch behind TLS that asks who is there, and notes what each one asked.

The embedded node has no security: here stands what a secured one would check of a connection. What
a caller may do, nobody checks here; the notes are compared with the roles.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from certificates import HOST, Certificates

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
REFUSAL = b'{"error":{"type":"security_exception","reason":"missing credentials"},"status":401}'


@dataclass
class Guard:
    """``ways_in`` says by the whole header who somebody is; ``asked`` has who, method and path."""

    upstream: str
    ways_in: Mapping[str, str]
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    refused: int = 0
    url: str = ""


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    guard: Guard

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        who = self.guard.ways_in.get(self.headers.get("Authorization", ""))
        if who is None:
            self.guard.refused += 1
            self._answer(401, {"Content-Type": "application/json"}, REFUSAL)
            return
        self.guard.asked.append((who, self.command, self.path.partition("?")[0]))
        passed = {name: value for name, value in self.headers.items() if name.lower() not in
                  {*HOP_BY_HOP, "authorization", "accept-encoding"}}  # fmt: skip
        upstream = HTTPConnection(self.guard.upstream, timeout=60)
        try:
            upstream.request(self.command, self.path, body or None, passed)
            answer = upstream.getresponse()
            self._answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            upstream.close()

    def _answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = relay  # noqa: N815 - the names of http.server

    def log_message(self, *_):
        """Say nothing."""


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing: handshakes fail here on purpose."""


@contextmanager
def guard_elasticsearch(
    url: str, ways_in: Mapping[str, str], made: Certificates
) -> Iterator[Guard]:
    """Give the guard of the Elasticsearch on ``url``; its own address is ``guard.url``."""
    guard = Guard(urlsplit(url).netloc, ways_in)
    server = QuietServer((HOST, 0), type("GuardedRelay", (Relay,), {"guard": guard}))
    # Without this the one thread that accepts would wait in a handshake.
    server.socket = made.open_server_context().wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    guard.url = f"https://{HOST}:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    try:
        yield guard
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
