"""The keys as the file has them now, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tidings.private.watch import FileWatch
from tidings_ingest.keys.key_file import read_keys
from tidings_ingest.keys.key_ring import KeyRing


class KeyWatch(FileWatch[KeyRing]):
    """Gives the last keys that could be read; ``clock`` returns monotonic seconds."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        super().__init__(path, clock, lambda each: KeyRing(read_keys(each)), "keys")
