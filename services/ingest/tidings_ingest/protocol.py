"""uvicorn's HTTP protocol, with an end to its patience and a problem+json for what is no HTTP.

What is bounded for each connection: the time until a head is complete, and the bytes that are no
body: request line, headers, the frame around chunks, trailers.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from tidings.reading import Problem
from tidings_ingest.refusal import name_malformation, write_refusal
from tidings_ingest.untaken import UntakenProtocol
from tidings_ingest.upgrade import write_plain_head

# Heads are sent at once; uvicorn's own time-out starts after the first answer.
HEAD_WITHIN_S: Final = 10.0
# Of a head; and around a body, beside as many bytes as the body has: six bytes a chunk.
MOST_HEAD_BYTES: Final = 64 * 1024
# A connection that does nothing costs a file and 50 KB; the usual limit is 1,024 files.
MOST_CONNECTIONS: Final = 900
# A sender that is refused may still be writing, and reads the answer only after that.
LINGER_S: Final = 2.0
LINGER_BYTES: Final = 1024 * 1024
FULL: Final = "as many connections as fit are open"


class ImpatientProtocol(UntakenProtocol):
    """Refuses a request whose head is late, long or malformed, and then hangs up."""

    _patience: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None
    _spare = MOST_HEAD_BYTES
    _in_head = True
    _has_begun = False
    _wish: bytes | None = None
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first request."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._is_refused = True
            transport.write(write_refusal(503, detail=FULL, headers={"Retry-After": "1"}))
            transport.close()
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take a piece; what is no part of a body is counted."""
        self._spare -= len(data)
        if self._is_refused:
            if self._spare < 0:
                self.transport.close()
            return
        self._unset_keepalive_if_required()
        if self._patience is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        try:
            self._feed(data)
        except httptools.HttpParserError as error:
            self._refuse(400, name_malformation(error))
        if self._spare < 0 and not self._is_refused:
            self._refuse_excess()

    def on_message_begin(self) -> None:
        """Begin to count anew."""
        self._spare = MOST_HEAD_BYTES
        self._in_head = self._has_begun = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. One behind the body could still change what its head has said."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Stop to wait."""
        self._stop_waiting()
        self._in_head = False
        if self.parser.should_upgrade():
            version, method = self.parser.get_http_version(), self.parser.get_method()
            self._wish = write_plain_head(method, self.url, version, self.headers)
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body: it pays for itself and for its frame."""
        self._spare += 2 * len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Begin to count what comes next."""
        self._spare = MOST_HEAD_BYTES
        self._has_begun = False
        if self._wish is None:
            super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _feed(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            try:
                self.parser.feed_data(rest)
                return
            except httptools.HttpParserUpgrade as upgrade:
                rest = rest[upgrade.args[0] :]
            plain, self._wish = self._wish or b"", None
            if plain.startswith(b"CONNECT"):
                detail = "CONNECT is for proxies, and this is none"
                self._refuse(405, Problem("request line", detail))
                return
            self.parser = httptools.HttpRequestParser(self)
            self.parser.feed_data(plain)

    def _await_head(self) -> None:
        self._spare = MOST_HEAD_BYTES
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if self._has_begun:
            detail = f"the head of the request was not complete after {HEAD_WITHIN_S:g} s"
            self._refuse(408, Problem("head", detail))
        else:
            self.transport.close()

    def _refuse_excess(self) -> None:
        most = f"{MOST_HEAD_BYTES // 1024} KiB"
        if self._in_head:
            self._refuse(431, Problem("head", f"request line and headers have more than {most}"))
        else:
            self._refuse(400, Problem("body", f"more than {most} and its size around its chunks"))

    def _refuse(self, status: int, problem: Problem) -> None:
        """Take nothing more; the answer to a request before this one is not overtaken."""
        self._stop_waiting()
        self._is_refused = True
        if self.transport.is_closing():
            return
        running = self._running
        if running is not None and not running.response_complete:
            if running is not self.cycle or not running.more_body:
                running.keep_alive = False
                self.pipeline.clear()
                return
            running.disconnected = True
            running.message_event.set()
        if running is None or running.response_complete or not running.response_started:
            self.transport.write(write_refusal(status, problem))
        self._hang_up()

    def _hang_up(self) -> None:
        self._spare = LINGER_BYTES
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._patience = self.loop.call_later(LINGER_S, self.transport.abort)
        else:
            self.transport.close()
