"""What a file with secrets says now, without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Final, Generic, TypeVar

import structlog

from tidings_ingest.private.reading import PrivateFileError, Version, read_version

# A change counts a second later; a request costs no look at the disk.
LOOK_EVERY_S: Final = 1.0
log = structlog.get_logger()
Watched = TypeVar("Watched", bound=Sized)


class FileWatch(Generic[Watched]):
    """Gives what ``read`` last made of the file; ``clock`` returns monotonic seconds.

    Raises PrivateFileError when it cannot be read at first. Later a file that is damaged, open to
    others or gone is logged once, and what was there before stays good: a slip of an editor must
    not shut every feed out. ``what`` names the content in the log. For any number of threads.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float],
        read: Callable[[Path], Watched],
        what: str,
    ) -> None:
        self._path = path
        self._clock = clock
        self._read = read
        self._what = what
        self._lock = threading.Lock()
        self._looked_at = clock()
        self._version: Version | None = read_version(path)
        self._content = read(path)
        self._trouble: str | None = None

    def read(self) -> Watched:
        """Return the content, as it was a second ago at most."""
        with self._lock:
            now = self._clock()
            if now - self._looked_at >= LOOK_EVERY_S:
                self._looked_at = now
                if self._look():
                    log.info(f"{self._what} read", **{self._what: len(self._content)})
            return self._content

    def read_now(self) -> Watched:
        """Return the content as it is, after a change of our own."""
        with self._lock:
            self._looked_at = self._clock()
            self._look()
            return self._content

    def _look(self) -> bool:
        """Return whether there was something new to read."""
        try:
            # Taken before the content, so that a change in between is seen the next time.
            version = read_version(self._path)
            if version == self._version:
                return False
            self._version = version
            self._content = self._read(self._path)
        except PrivateFileError as error:
            if self._trouble != str(error):
                self._trouble = str(error)
                log.error(f"{self._what} not read, those before stay good", reason=self._trouble)
            return False
        self._trouble = None
        return True
