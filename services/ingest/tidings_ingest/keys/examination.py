"""The file of keys, for ``tidings doctor``: whether others may read it, and never what it holds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from tidings.doctor.finding import Finding, Place
from tidings.private.reading import TOO_OPEN

VARIABLE = "TIDINGS_KEYS_FILE"


def examine_keys(place: Place) -> Iterable[Finding]:  # noqa: ARG001 - alike in every room
    """Give what the file that the variable names is like."""
    named = os.environ.get(VARIABLE)
    if not named:
        yield Finding("keys file", "ok", f"{VARIABLE} names none: docs/keys.md")
        return
    path = Path(named)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        advice = f"tidings keys add SOURCE --file {path}, or correct {VARIABLE}"
        yield Finding("keys file", "error", f"{path}: {error.strerror}", "a file", advice)
    else:
        yield judge_mode(path, mode)


def judge_mode(path: Path, mode: int) -> Finding:
    """Return what the mode of the file says: it holds secrets, and is refused when too open."""
    if not stat.S_ISREG(mode):
        return Finding("keys file", "error", f"{path} is no file", "a file", f"correct {VARIABLE}")
    seen = f"mode {stat.S_IMODE(mode):04o}"
    if mode & TOO_OPEN:
        expected = "nothing for others, no writing for its group"
        return Finding("keys file", "error", seen, expected, f"chmod 600 {path}")
    return Finding("keys file", "ok", seen)
