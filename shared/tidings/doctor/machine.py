"""This machine: Python, and variables that nothing reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Final

from tidings.configuration.declaration import find_declarations, list_known_names
from tidings.configuration.problems import find_unknown
from tidings.doctor.finding import Finding, Place

OLDEST_PYTHON: Final = (3, 11)


def examine_machine(place: Place) -> Iterable[Finding]:  # noqa: ARG001 - alike in every room
    """Give what Python and the environment are like."""
    yield judge_python(sys.version_info[:3])
    yield judge_unknown(find_unknown(os.environ, list_known_names(find_declarations().values())))


def judge_python(version: tuple[int, ...]) -> Finding:
    """Return what the version of Python says."""
    is_old = version < OLDEST_PYTHON
    return Finding(
        "python",
        "error" if is_old else "ok",
        ".".join(map(str, version)),
        f"{'.'.join(map(str, OLDEST_PYTHON))} or newer",
        "make setup PYTHON=python3.12" if is_old else "",
    )


def judge_unknown(unknown: Mapping[str, str | None]) -> Finding:
    """Return what variables say that nothing reads, by the nearest name of each."""
    if not unknown:
        return Finding("variables", "ok", "each TIDINGS_ variable is read by something")
    named = [f"{name} ({near}?)" if near else name for name, near in unknown.items()]
    return Finding(
        "variables",
        "warning",
        f"read by nothing: {', '.join(named)}",
        "variables that something reads",
        "correct or unset them; tidings config show lists what there is",
    )
