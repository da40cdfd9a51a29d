"""What an attack is: the bytes that are sent, and the answer that they must get."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# Answered out of the process's own time-outs at the latest, and a busy machine.
ANSWERED_WITHIN_S = 60.0
# The dearest take two seconds of one core of 2024, and their neighbours on the process some more.
CPU_WITHIN_S = 10.0

Piece = bytes | float
"""What is sent, or seconds of silence."""


@dataclass(frozen=True, slots=True)
class Bait:
    """What an attack would like to be read: an address that nobody may ask, and a file."""

    url: str = "http://127.0.0.1:1/canary"
    path: str = "/etc/hostname"


Pieces = Callable[[Bait], Iterable[Piece]]


@dataclass(frozen=True, slots=True)
class Attack:
    """One request or what is none; ``status`` None says that the connection is only closed.

    ``where`` is the field that the problem names; a * in it stands for a number that depends on the
    version of a parser. ``then`` is the status of a second answer on the same connection. ``waits``
    says that it takes a time-out of the process, so that it is run beside others.
    """

    name: str
    what: str
    status: int | None
    where: str
    pieces: Pieces
    then: int | None = None
    waits: bool = False


def post(
    body: bytes,
    headers: Sequence[tuple[str, str]] = (("Content-Type", "application/json"),),
    query: str = "source=gazette",
) -> bytes:
    """Return a whole request after which the connection is closed."""
    lines = [
        f"POST /v1/articles?{query} HTTP/1.1",
        "Host: ingest.example",
        "Connection: close",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def bodies(
    content_type: str, table: Iterable[tuple[str, str, int, str, Callable[[], bytes]]]
) -> list[Attack]:
    """Return an attack for each row: name, what, status, where, and what makes the body."""

    def make(build: Callable[[], bytes]) -> Pieces:
        return lambda _: (post(build(), [("Content-Type", content_type)]),)

    return [
        Attack(name, what, status, where, make(build)) for name, what, status, where, build in table
    ]


def requests(
    table: Iterable[tuple[str, str, int | None, str, Callable[[], Iterable[Piece]]]],
    *,
    then: int | None = None,
    waits: bool = False,
) -> list[Attack]:
    """Return an attack for each row: name, what, status, where, and what makes the pieces."""

    def make(build: Callable[[], Iterable[Piece]]) -> Pieces:
        return lambda _: build()

    return [
        Attack(name, what, status, where, make(build), then, waits)
        for name, what, status, where, build in table
    ]
