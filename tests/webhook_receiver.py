"""A receiver of webhooks on loopback, which answers what a test has put there."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Hook:
    """One post: its path, its headers in small letters, its body, and what it was answered."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def article(self) -> str:
        return self.data["article"]

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.body)["data"]


@dataclass
class Receiver:
    """``answers`` of a path are used up one by one, each a status and headers; then it is 204."""

    port: int = 0
    answers: dict[str, deque[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    always: dict[str, int] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    """While it is not set, posts to a path that begins with /slow hang."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, path: str, *statuses: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, deque()).extend((each, named) for each in statuses)

    def at(self, path: str, *, taken: bool = False) -> list[Hook]:
        """Return the posts to a path in their order, all of them or those that were taken."""
        return [
            each for each in self.hooks if each.path == path and (not taken or each.status < 300)
        ]

    def choose(self, path: str) -> tuple[int, dict[str, str]]:
        waiting = self.answers.get(path)
        return waiting.popleft() if waiting else (self.always.get(path, 204), {})


@contextmanager
def receive_hooks() -> Iterator[Receiver]:
    """Give a running receiver."""
    received = Receiver()
    received.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.startswith("/slow"):
                received.open.wait(30)
            status, named = received.choose(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            received.hooks.append(Hook(self.path, headers, body, status))
            self.send_response(status)
            for name, value in named.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Stay quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """A worker that is killed leaves its connections open: no news."""

    server = Server(("127.0.0.1", 0), Handler)
    received.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield received
    finally:
        received.open.set()
        server.shutdown()
        thread.join()
        server.server_close()
