"""Deliberate faults as data: which text becomes which, and which tests have to fail for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("mutations")


class MutationError(Exception):
    """The fault cannot be put in: its old text does not stand exactly once in its file."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One fault in one file.

    ``promise`` is the number in docs/promises.md that it breaks, ``file`` a path from the root,
    ``old`` stands exactly once in it. ``tests`` are node ids of pytest without parameters: every
    one of them passes before, and fails after ``old`` has become ``new``.
    """

    name: str
    promise: int
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def apply(self, source: str) -> str:
        """Return ``source`` with the fault in it; raises MutationError."""
        found = source.count(self.old)
        if found != 1:
            raise MutationError(f"{self.name}: its old text stands {found} times in {self.file}")
        return source.replace(self.old, self.new)


def load_mutations(folder: Path = FOLDER) -> list[Mutation]:
    """Return the faults of every file in ``folder``, by promise and then as they stand there."""
    found = [
        Mutation(**{**row, "tests": tuple(row["tests"])})
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["mutation"]
    ]
    return sorted(found, key=lambda each: each.promise)
