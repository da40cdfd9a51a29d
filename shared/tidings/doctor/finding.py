"""What a check found, and where it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tidings.endpoints import Endpoints

Severity = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what was seen, what was expected, and what to do, a command where there is one.

    ``advice`` is empty where nothing has to be done.
    """

    check: str
    severity: Severity
    seen: str
    expected: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: the folders, and the addresses of the servers, None where nothing runs.

    ``runs`` says whether a stack was started on ``data_dir``; its servers are then expected to
    answer, as they are where a variable names them.
    """

    data_dir: Path
    cache_dir: Path
    endpoints: Endpoints | None
    runs: bool


Examine = Callable[[Place], Iterable[Finding]]
"""One room of the examination; the packages name theirs under ``tidings.checks``."""


def note_unchecked(check: str, reason: str, advice: str = "") -> Finding:
    """Return the finding of a check that could not be made: no error, and no clean bill."""
    return Finding(check, "warning", f"not checked: {reason}", advice=advice)
