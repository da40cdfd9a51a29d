"""A hub and the feed that names it, on loopback: it verifies, grants leases, signs and pushes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Riverside</title>
<link rel="hub" href="{url}/hub"/><link rel="self" href="{url}/feed"/>{entries}</feed>"""
ENTRY = """<entry><id>urn:riverside:{number}</id><title>第{number}篇</title>
<updated>2031-05-04T11:00:00Z</updated><content>渡口镇的桥修好了。</content></entry>"""


@dataclass
class Subscriber:
    """One that has answered its challenge."""

    callback: str
    topic: str
    secret: str
    until: float


@dataclass
class TestHub:
    """Grants leases of ``lease_s`` seconds; ``asked`` are the forms that it was sent."""

    __test__ = False

    lease_s: int = 600
    asked: list[dict[str, str]] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    renewals: int = 0
    status: int = 202

    def __enter__(self) -> TestHub:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def topic(self) -> str:
        return f"{self.url}/feed"

    def make_feed(self, *numbers: int) -> bytes:
        entries = "".join(ENTRY.format(number=each) for each in numbers)
        return FEED.format(url=self.url, entries=entries).encode()

    def verify(self, form: dict[str, str]) -> None:
        """Ask the subscriber whether it wants this, and do what it answers."""
        mode, callback = form["hub.mode"], form["hub.callback"]
        asked = {
            "hub.mode": mode,
            "hub.topic": form["hub.topic"],
            "hub.challenge": secrets.token_urlsafe(24),
            "hub.lease_seconds": str(self.lease_s),
        }
        began = time.monotonic()
        answer = httpx.get(callback, params=asked, timeout=10)
        if answer.status_code // 100 != 2 or answer.text != asked["hub.challenge"]:
            self.refused.append(answer.status_code)
        elif mode == "unsubscribe":
            self.subscribers.pop(callback, None)
        else:
            self.renewals += callback in self.subscribers
            self.subscribers[callback] = Subscriber(
                callback, form["hub.topic"], form["hub.secret"], began + self.lease_s
            )

    def publish(self, body: bytes, method: str = "sha256") -> list[int]:
        """Push to every subscriber whose lease lasts, and return what they answered."""
        alive = [each for each in self.subscribers.values() if each.until > time.monotonic()]
        return [
            self.push(each.callback, body, make_signature(each.secret, body, method))
            for each in alive
        ]

    def push(self, callback: str, body: bytes, signature: str) -> int:
        headers = {
            "Content-Type": "application/atom+xml",
            "Link": f'<{self.url}/hub>; rel="hub", <{self.topic}>; rel="self"',
            "X-Hub-Signature": signature,
        }
        return httpx.post(callback, content=body, headers=headers, timeout=30).status_code


def make_signature(secret: str, body: bytes, method: str = "sha256") -> str:
    digest = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
    return f"{method}={digest}"


def make_handler(hub: TestHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_feed = urlsplit(self.path).path == "/feed"
            body = hub.make_feed(1) if is_feed else b""
            self.send_response(200 if is_feed else 404)
            self.send_header("Content-Type", "application/atom+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            hub.asked.append(form)
            self.send_response(hub.status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if hub.status == 202:
                threading.Thread(target=hub.verify, args=(form,), daemon=True).start()

        def log_message(self, *args: object) -> None:
            return

    return Handler
