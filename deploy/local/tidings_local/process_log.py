"""One log file for each process, kept small, and its last lines for error messages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# With the one before it at most 20 MB each: a day of a busy service, and nobody's disk is full.
LARGEST_LOG_BYTES = 10_000_000
TAIL_BYTES = 16_000


def rotate_log(path: Path, largest: int = LARGEST_LOG_BYTES) -> None:
    """Move the content to ``NAME.log.1`` when it has outgrown ``largest`` bytes.

    By copying: the process that writes, which always appends, keeps its open file.
    """
    if path.exists() and path.stat().st_size > largest:
        shutil.copyfile(path, path.with_name(path.name + ".1"))
        os.truncate(path, 0)


def read_tail(path: Path, lines: int = 15, after: int = 0) -> str:
    """Return the last ``lines`` of what follows the first ``after`` bytes, "" without a file."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(after, path.stat().st_size - TAIL_BYTES))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-lines:])
