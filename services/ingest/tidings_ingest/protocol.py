"""uvicorn's HTTP protocol, which waits for the head of a request for a while and not for ever."""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Heads are sent at once; uvicorn's own time-out starts after the first answer.
HEAD_WITHIN_S: Final = 10.0
MOST_HEAD_BYTES: Final = 64 * 1024


class ImpatientProtocol(HttpToolsProtocol):
    """Closes a connection whose request line and headers are late or long."""

    _patience: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Count what comes before the headers are complete."""
        if self._patience is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        if self._patience is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        # With a body in the same piece, the head is complete and counts no more.
        if self._patience is not None and self._head_bytes > MOST_HEAD_BYTES:
            self._give_up()

    def on_headers_complete(self) -> None:
        """Stop to wait."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.close()
