"""A client that sends any bytes at all, and reads what comes back strictly."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from select import select
from typing import Any

from faults.hostile.attack import ANSWERED_WITHIN_S, Piece

ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """One answer: its headers have names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def send(port: int, pieces: Iterable[Piece]) -> list[Answer]:
    """Return the answers that came until the other side closed the connection.

    Sending ends when the other side has closed or no longer takes anything. Raises TimeoutError
    when the connection stays open, and ValueError when what came is no HTTP.
    """
    deadline = time.monotonic() + ANSWERED_WITHIN_S
    received = bytearray()
    with socket.create_connection((ADDRESS, port)) as connection:
        connection.setblocking(False)
        try:
            is_open = all(_send(connection, each, received, deadline) for each in pieces)
            while is_open:
                is_open = _receive(connection, received, deadline - time.monotonic())
                if time.monotonic() > deadline:
                    raise TimeoutError("the connection is still open")
        except ConnectionError:
            pass  # cut off while there was more to send: what came before counts
    return list(read_answers(bytes(received)))


def _send(connection: socket.socket, piece: Piece, received: bytearray, deadline: float) -> bool:
    """Send a piece, or wait; return whether the connection is still open."""
    if isinstance(piece, float):
        until = time.monotonic() + piece
        while (left := until - time.monotonic()) > 0:
            if not _receive(connection, received, left):
                return False
        return True
    rest = memoryview(piece)
    while rest:
        if time.monotonic() > deadline:
            raise TimeoutError("nothing more is taken")
        readable, writable, _ = select([connection], [connection], [], 1)
        if readable and not _receive(connection, received, 0):
            return False
        if writable:
            rest = rest[connection.send(rest) :]
    return True


def _receive(connection: socket.socket, received: bytearray, within_s: float) -> bool:
    readable, _, _ = select([connection], [], [], max(within_s, 0))
    if not readable:
        return True
    data = connection.recv(1024 * 1024)
    received += data
    return bool(data)


def read_answers(received: bytes) -> Iterable[Answer]:
    """Yield each answer, without those that only say to go on."""
    while received:
        head, separator, received = received.partition(b"\r\n\r\n")
        line, *lines = head.decode("ascii").split("\r\n")
        version, status, _ = line.split(" ", 2)
        if not separator or version != "HTTP/1.1":
            raise ValueError(f"no HTTP: {line[:100]!r}")
        if status == "100":
            continue
        pairs = [each.split(": ", 1) for each in lines]
        headers = {name.lower(): value for name, value in pairs}
        if len(headers) != len(pairs):
            raise ValueError(f"a header is there twice: {lines}")
        size = int(headers["content-length"])
        if len(received) < size:
            raise ValueError("the answer is cut off")
        yield Answer(int(status), headers, received[:size])
        received = received[size:]
