"""The keys as the file has them now, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from tidings_ingest.keys.key_file import KeyFileError, Version, read_keys, read_version
from tidings_ingest.keys.key_ring import KeyRing

# A key that is revoked is good for a second more; a request costs no look at the disk.
LOOK_EVERY_S: Final = 1.0
log = structlog.get_logger()


class KeyWatch:
    """Gives the last keys that could be read; ``clock`` returns monotonic seconds.

    Raises KeyFileError when they cannot be read at first. Later a file that is damaged, open to
    others or gone is logged once, and the keys before it stay good: a slip of an editor must not
    shut every feed out.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._looked_at = clock()
        self._version: Version | None = read_version(path)
        self._ring = KeyRing(read_keys(path))
        self._trouble: str | None = None

    def read(self) -> KeyRing:
        """Return the keys, as they were a second ago at most."""
        now = self._clock()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            self._look()
        return self._ring

    def _look(self) -> None:
        try:
            # Taken before the content, so that a change in between is seen the next time.
            version = read_version(self._path)
            if version == self._version:
                return
            self._version = version
            self._ring = KeyRing(read_keys(self._path))
        except KeyFileError as error:
            if self._trouble != str(error):
                self._trouble = str(error)
                log.error("keys not read, those before stay good", reason=self._trouble)
            return
        self._trouble = None
        log.info("keys read", keys=len(self._ring))
