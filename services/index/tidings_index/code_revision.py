"""Which state of the code this is."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidings import __version__

# Git answers in milliseconds.
ANSWER_WITHIN_S = 5


def find_revision(folder: Path | None = None) -> str:
    """Return the version of Tidings, in a checkout with the commit: ``0.1.0 62c58ccc2f3e``."""
    where = folder or Path(__file__).resolve().parent
    asked = ["git", "-C", str(where), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        answer = subprocess.run(
            asked, capture_output=True, text=True, check=False, timeout=ANSWER_WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return __version__
    commit = answer.stdout.strip()
    return f"{__version__} {commit}" if answer.returncode == 0 and commit else __version__


def build_meta(mappings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``_meta`` of ``mappings`` with the state of the code that makes an index of it."""
    return {**mappings.get("_meta", {}), "code": find_revision()}
