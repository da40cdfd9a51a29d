"""Faults of the machine: a clock that is wrong, a disk that is full."""

from __future__ import annotations

import errno
import os
import time
from typing import Final

from faults.ledger.road import Road, SkippedError
from faults.ledger.small_disk import is_small_disk

CLOCK_FILE: Final = "clock"
# Seconds by which the clock of ingest is wrong.
AHEAD, BEHIND, RIGHT = "3600", "-3600", "0"
BALLAST: Final = "ballast"
PIECES: Final = (64 * 1024 * 1024, 1024 * 1024, 4096)


def set_clock(road: Road, lasts_s: float) -> None:
    """Let the clock of ingest be an hour ahead, then an hour behind."""
    try:
        for wrong in (AHEAD, BEHIND):
            _write_clock(road, wrong)
            time.sleep(lasts_s / 2)
    finally:
        _write_clock(road, RIGHT)


def _write_clock(road: Road, wrong: str) -> None:
    half = road.stack.data_dir / f"{CLOCK_FILE}.tmp"
    half.write_text(wrong)
    half.replace(road.stack.data_dir / CLOCK_FILE)


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
