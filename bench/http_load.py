"""A load of POST requests over kept connections, from a process of its own.

Reads one JSON object from standard input (see ``Load``) and prints one (see ``Report``). It does as
little as a client can: what it takes of a core is taken from the server that is measured.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import uvloop

# A server that is measured answers in milliseconds.
ANSWER_WITHIN_S = 60.0


@dataclass(frozen=True)
class Load:
    """What to send: the bodies in the file, each once; ``rate`` is requests a second, 0 for all
    that the connections carry. After ``seconds`` no further one is sent, 0 for no end.
    """

    port: int
    path: str
    content_type: str
    bodies: str
    connections: int
    rate: float = 0
    seconds: float = 0


@dataclass(frozen=True)
class Report:
    """Seconds from the first request to the last answer, answers by status, and how many seconds
    99 of 100 answers took at most.
    """

    seconds: float
    statuses: dict[str, int]
    p99: float


class Connection(asyncio.Protocol):
    """One kept connection with one request on its way."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[int] | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server closed the connection"))

    async def ask(self, request: bytes) -> int:
        """Send a request and return the status of its answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._received[:end]).lower()
        at = head.index(b"content-length:") + len(b"content-length:")
        length = int(head[at:].split(b"\r\n", 1)[0])
        if len(self._received) < end + 4 + length:
            return
        self._received.clear()
        assert self._answer is not None
        self._answer.set_result(int(head[9:12]))


def write_requests(load: Load) -> list[bytes]:
    """Return each request as it goes over the line."""
    head = f"POST {load.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {load.content_type}\r\n"
    bodies = [line for line in Path(load.bodies).read_bytes().split(b"\0") if line]
    return [f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body for body in bodies]


async def send(load: Load) -> Report:
    """Send everything and report."""
    requests = write_requests(load)
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(Connection, "127.0.0.1", load.port))[1]
        for _ in range(load.connections)
    ]
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    waiting = iter(enumerate(requests))
    started = time.perf_counter()

    async def work(connection: Connection) -> None:
        for number, request in waiting:
            if load.seconds and time.perf_counter() - started > load.seconds:
                return
            due = started + number / load.rate if load.rate else 0.0
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            # With a rate the time counts from when the request was due, however late it got out.
            at = due or time.perf_counter()
            statuses[await connection.ask(request)] += 1
            latencies.append(time.perf_counter() - at)

    async with asyncio.timeout(ANSWER_WITHIN_S + len(requests) / (load.rate or 100)):
        await asyncio.gather(*map(work, connections))
    seconds = time.perf_counter() - started
    p99 = statistics.quantiles(latencies, n=100)[98]
    return Report(seconds, {str(key): count for key, count in statuses.items()}, p99)


if __name__ == "__main__":
    print(json.dumps(asdict(uvloop.run(send(Load(**json.load(sys.stdin)))))))
