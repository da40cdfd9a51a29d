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

    By copying: the process that writes, which always appends, keeps its open file. Where there is
    no room for a copy, it stays as it is.
    """
    if not path.exists() or path.stat().st_size <= largest:
        return
    before = path.with_name(path.name + ".1")
    try:
        shutil.copyfile(path, before)
    except OSError:
        # The disk is full. Half a copy would only take room from who needs it.
        before.unlink(missing_ok=True)
    else:
        os.truncate(path, 0)


def read_tail(path: Path, lines: int = 15, after: int = 0) -> str:
    """Return the last ``lines`` of what follows the first ``after`` bytes, "" without a file."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(after, path.stat().st_size - TAIL_BYTES))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-lines:])
