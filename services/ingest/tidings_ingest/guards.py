"""What keeps one sender, or many at once, from taking all memory and all time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from tidings.formats import MOST_BODY_BYTES
from tidings.reading import Problem, UnreadableError

# A 16 MiB body over a line of 13 Mbit/s, an article of 10 KB over any; whoever has a slower line
# packs it or sends less at once. What takes longer is a connection held open on purpose.
READ_WITHIN_S: Final = 10.0
# Each waits for Kafka for 10 s at most, so this is 25 requests a second in the worst outage.
MOST_REQUESTS: Final = 256
# Parsed, identified and on its way to Kafka a body takes up to seven times its size (measured with
# 16 MiB of each format: 3 to 6, and once more in the producer): three of the largest are 336 MiB.
# With the 80 MiB of the process that is less than the 512 MiB that the container is given.
MOST_BYTES: Final = 3 * MOST_BODY_BYTES
COME_BACK_AFTER_S: Final = 1


class BusyError(Exception):
    """As many requests as fit are being worked on; a second later it may fit."""


class Gate:
    """Counts requests and the bytes of their bodies; for one event loop."""

    def __init__(self, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES) -> None:
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self.requests = 0
        self.bytes = 0

    @contextmanager
    def admit(self) -> Iterator[Ticket]:
        """Let one request in for as long as the context lasts; raises BusyError."""
        if self.requests >= self._most_requests:
            raise BusyError("as many requests as fit are being worked on")
        ticket = Ticket(self)
        self.requests += 1
        try:
            yield ticket
        finally:
            self.requests -= 1
            self.bytes -= ticket.bytes

    def grow(self, count: int) -> None:
        """Count further bytes; raises BusyError when they would not fit beside the others."""
        if self.bytes + count > self._most_bytes:
            raise BusyError("the bodies that are being worked on take all the memory there is")
        self.bytes += count

    def shrink(self, count: int) -> None:
        """Give back ``count`` bytes."""
        self.bytes -= count


class Ticket:
    """One request's share of the gate."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.bytes = 0

    def grow_to(self, total: int) -> None:
        """Claim room for a body of ``total`` bytes; raises BusyError."""
        if total > self.bytes:
            self._gate.grow(total - self.bytes)
            self.bytes = total

    def shrink_to(self, total: int) -> None:
        """Give back the room for all but ``total`` bytes."""
        if total < self.bytes:
            self._gate.shrink(self.bytes - total)
            self.bytes = total


async def collect_body(
    chunks: AsyncIterator[bytes],
    headers: Mapping[str, str],
    ticket: Ticket,
    *,
    most_bytes: int = MOST_BODY_BYTES,
    within_s: float = READ_WITHIN_S,
) -> bytes:
    """Return the body, counted while it comes; nothing is read of one that is declared too large.

    Raises UnreadableError: 413 too large, 408 too slow. Raises BusyError.
    """
    declared = headers.get("content-length", "")
    if declared.isdecimal():
        # Python refuses to read a number of more than 4,300 digits.
        size = int(declared[:20])
        _check_size(size, most_bytes)
        ticket.grow_to(size)
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in chunks:
                _check_size(len(body) + len(chunk), most_bytes)
                ticket.grow_to(len(body) + len(chunk))
                body += chunk
    except TimeoutError:
        detail = f"the body was not complete after {within_s:g} s"
        raise UnreadableError(408, Problem("body", detail)) from None
    return bytes(body)


def _check_size(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        detail = f"the body is too large: more than {most_bytes / 1024**2:g} MiB"
        raise UnreadableError(413, Problem("body", detail))
