"""The port behind which bytes become drafts; whatever knows the formats stands behind it.

Ingest needs it for what feeds push, and the commands ``split`` and ``tag`` for files. The package
that implements it names itself under the entry-point group ``tidings.readers``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

from tidings.draft import Draft

GROUP = "tidings.readers"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one item cannot be taken; ``where`` names the field or the line."""

    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the name of the format, its items in order, and what the sender should know.

    ``notes`` say what had to be done to read it at all, such as the encoding that was found.
    """

    format: str
    items: tuple[Draft | Problem, ...]
    notes: tuple[str, ...] = ()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Return the items that could be read."""
        return tuple(each for each in self.items if isinstance(each, Draft))


class UnreadableError(Exception):
    """Nothing of a body can be taken; ``status`` is the HTTP status that says so.

    ``problems`` are all that is known to be wrong, ``problem`` the first of them.
    """

    def __init__(self, status: int, problem: Problem, *more: Problem) -> None:
        super().__init__("; ".join(f"{each.where}: {each.detail}" for each in (problem, *more)))
        self.status = status
        self.problem = problem
        self.problems = (problem, *more)


class Reader(Protocol):
    """Turns bytes into drafts. Pure: the same bytes, the same drafts."""

    def __call__(self, body: bytes, content_type: str | None) -> Reading:
        """Return what ``body`` holds; without ``content_type`` it is found out from the bytes.

        Raises UnreadableError.
        """
        ...


class NoReaderError(Exception):
    """No package that reads formats is installed."""


def load_reader() -> Reader:
    """Return the reader of the installed package; raises NoReaderError."""
    for point in entry_points(group=GROUP):
        reader: Reader = point.load()
        return reader
    raise NoReaderError("reading a file needs the package tidings-ingest")
