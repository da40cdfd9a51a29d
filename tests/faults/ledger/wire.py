"""A wire between two programs that can be cut, slowed down or left dead: a TCP proxy."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
PIECE_BYTES = 65_536
# No time to linger: closing answers with a reset, as a machine does that has lost its connections.
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Open:
    """Passes everything on."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Resets every connection, the new ones at once."""


@dataclass(frozen=True, slots=True)
class Dead:
    """Accepts, reads and never answers; what was open stays open."""


@dataclass(frozen=True, slots=True)
class Slow:
    """Holds each piece up for ``delay_s``, and passes on ``bytes_per_s``, when there is a limit."""

    delay_s: float = 0.0
    bytes_per_s: float | None = None

    def count_seconds(self, size: int) -> float:
        """Return how long a piece of ``size`` bytes takes."""
        return self.delay_s + (size / self.bytes_per_s if self.bytes_per_s else 0.0)


Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answered:
    """``speak`` answers each new connection, or asks the server at the port that it is given."""

    speak: Speak


State = Open | Cut | Dead | Slow | Answered


class Wire:
    """Listens on a port of its own and leads to ``upstream``, a port of this machine.

    All of it runs in one event loop. ``bend`` puts it into a state.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.port = 0
        self._state: State = Open()
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no more, and reset what is open."""
        if self._server is not None:
            self._server.close()
        self._reset_all()

    async def bend(self, state: State) -> None:
        """Go over to ``state``. Connections outlive it if both sides can believe in them."""
        if not (isinstance(state, Open | Slow | Dead) and isinstance(self._state, Open | Slow)):
            self._reset_all()
        self._state = state

    def _reset_all(self) -> None:
        for task, writer in self._open.items():
            _reset(writer)
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            _reset(writer)
        except asyncio.CancelledError:
            # Only a reset cancels, and then there is nobody who waits for the end of this task.
            _reset(writer)
        finally:
            del self._open[task]
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match self._state:
            case Cut():
                _reset(writer)
            case Answered(speak):
                await speak(reader, writer, self.upstream)
            case Dead():
                while await reader.read(PIECE_BYTES):
                    continue
            case Open() | Slow():
                there_reader, there_writer = await asyncio.open_connection(LOOPBACK, self.upstream)
                try:
                    await _first_end(
                        self._pass_on(reader, there_writer), self._pass_on(there_reader, writer)
                    )
                finally:
                    there_writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(PIECE_BYTES):
            match self._state:
                case Dead():
                    continue
                case Slow() as slow:
                    await asyncio.sleep(slow.count_seconds(len(piece)))
            writer.write(piece)
            await writer.drain()


async def _first_end(*directions: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(each) for each in directions]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    with suppress(OSError):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
