"""Which jars the embedded servers are made of: every one named with its size and checksum."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

LOCK_FILE = Path(__file__).with_name("jars.lock.json")


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One file of a Maven repository; ``size`` in bytes, ``sha256`` in hex digits."""

    group: str
    artifact: str
    version: str
    size: int
    sha256: str

    @property
    def coordinate(self) -> str:
        """The name people know it by: ``group:artifact:version``."""
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def path(self) -> PurePosixPath:
        """Where a Maven repository keeps it, relative to the repository's top."""
        folder = PurePosixPath(*self.group.split("."), self.artifact, self.version)
        return folder / f"{self.artifact}-{self.version}.jar"


@dataclass(frozen=True, slots=True)
class JarSet:
    """The jars of one program: what was asked for, and everything that follows from it."""

    name: str
    roots: tuple[str, ...]
    jars: tuple[Jar, ...]


def read_lock(path: Path = LOCK_FILE) -> dict[str, JarSet]:
    """Return the locked sets by their names (``kafka``, ``elasticsearch``, ``compiler``)."""
    sets = json.loads(path.read_text(encoding="utf-8"))["sets"]
    return {
        name: JarSet(name, tuple(each["roots"]), tuple(Jar(**jar) for jar in each["jars"]))
        for name, each in sets.items()
    }


def write_lock(sets: Iterable[JarSet], path: Path = LOCK_FILE) -> None:
    """Write the sets, jars sorted, so that two runs with the same result write the same file."""
    body = {
        each.name: {"roots": list(each.roots), "jars": [asdict(jar) for jar in sorted(each.jars)]}
        for each in sets
    }
    path.write_text(json.dumps({"sets": body}, indent=1) + "\n", encoding="utf-8")
