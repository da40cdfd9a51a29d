"""Refuse to start what the disk has no room for, before it is half done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

MB = 1_000_000
# Kafka and Elasticsearch with a few thousand articles take 50 MB; below 200 MB free the node
# turns read-only (see elasticsearch_node), so this leaves days of use in between.
DATA_MB = 1_000


class DiskSpaceError(Exception):
    """Too little room; the message has the folder, what is needed and what is free."""


def measure_free_bytes(folder: Path) -> int:
    """Return the free bytes of the file system that holds ``folder``, which may not exist yet."""
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(existing).free


def check_free_space(
    folder: Path, needed: int, free_bytes: Callable[[Path], int] = measure_free_bytes
) -> None:
    """Raise DiskSpaceError when ``folder`` cannot take ``needed`` bytes more."""
    free = free_bytes(folder)
    if free < needed:
        raise DiskSpaceError(
            f"{folder} needs {needed // MB} MB of free space and has {free // MB} MB; "
            "make room or choose another folder (TIDINGS_DATA_DIR, TIDINGS_CACHE_DIR)"
        )
