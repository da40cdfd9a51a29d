"""uvicorn's HTTP protocol, which lets nobody hold a connection by leaving the answer untaken."""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The longest answer has 600 KB: a line of 160 kbit/s.
TAKEN_WITHIN_S: Final = 30.0


class UntakenProtocol(HttpToolsProtocol):
    """Cuts a connection off on which nothing of the answers was taken for a while."""

    _taking: asyncio.TimerHandle | None = None
    _answered = 0

    def on_response_complete(self) -> None:
        """Begin to watch: what is left of the answer may fit the buffer, and then nothing waits."""
        self._answered += 1
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._watch()

    def pause_writing(self) -> None:
        """Begin to watch."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Watch no more: the answer is being taken."""
        super().resume_writing()
        self._stop_watching()

    def connection_lost(self, exc: Exception | None) -> None:
        """Watch no more."""
        self._stop_watching()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._taking is None:
            self._taking = self.loop.call_later(TAKEN_WITHIN_S, self._look, self._answered)

    def _look(self, answered: int) -> None:
        self._taking = None
        if not self.transport.get_write_buffer_size():
            return
        # A sender that is quick may have the next answer on its way just now.
        if self._answered > answered:
            self._watch()
        else:
            self.transport.abort()

    def _stop_watching(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
