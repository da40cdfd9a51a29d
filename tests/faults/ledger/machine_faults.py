"""Faults of the machine: a clock that is wrong, a disk that is full. Not every machine has them."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from faults.ledger.road import Road, SkippedError
from faults.ledger.small_disk import is_small_disk

FOLDERS: Final = (Path("/usr/lib"), Path("/usr/local/lib"))
# Of the two that the package has, the one for programs with threads.
LIBRARY: Final = "faketime/libfaketimeMT.so.1"
CLOCK_FILE: Final = "clock"
RIGHT, AHEAD, BEHIND = "+0", "+1h", "-1h"
BALLAST: Final = "ballast"
PIECES: Final = (64 * 1024 * 1024, 1024 * 1024, 4096)


def find_library() -> Path | None:
    """Return libfaketime, as Debian's package of that name has it."""
    found = (each for folder in FOLDERS for each in folder.glob(f"**/{LIBRARY}"))
    return next(found, None)


def list_clock_variables(data_dir: Path) -> Mapping[str, str]:
    """Return what lets a process ask a file how wrong its clock is; nothing without the library."""
    library = find_library()
    if library is None:
        return {}
    clock = data_dir / CLOCK_FILE
    clock.write_text(RIGHT)
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        # Who sets a clock does not change how long a time-out lasts.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def set_clock(road: Road, lasts_s: float) -> None:
    """Let the clock of ingest be an hour ahead, then an hour behind. Raises SkippedError."""
    clock = road.stack.data_dir / CLOCK_FILE
    if not clock.exists():
        raise SkippedError("no libfaketime on this machine")
    try:
        for wrong in (AHEAD, BEHIND):
            clock.write_text(wrong)
            time.sleep(lasts_s / 2)
    finally:
        clock.write_text(RIGHT)


def fill_disk(road: Road, lasts_s: float) -> None:
    """Leave no byte free on the disk of the stack for a while. Raises SkippedError."""
    if not is_small_disk(road.stack.data_dir):
        raise SkippedError("the data is on a disk that others use; only root can give it its own")
    ballast = road.stack.data_dir / BALLAST
    try:
        with ballast.open("wb") as file:
            size = _take_room(file.fileno(), 0)
            give_up = time.monotonic() + lasts_s
            while time.monotonic() < give_up:
                time.sleep(0.1)
                # What somebody removes meanwhile is taken, too.
                size = _take_room(file.fileno(), size)
    finally:
        ballast.unlink(missing_ok=True)


def _take_room(file: int, size: int) -> int:
    """Let a file of ``size`` bytes grow by all that is free, and return its new size."""
    for piece in PIECES:
        try:
            while True:
                os.posix_fallocate(file, size, piece)
                size += piece
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    return size
