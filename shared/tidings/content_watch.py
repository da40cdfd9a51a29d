"""What files say now, without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sized
from typing import Final, Generic, TypeVar

import structlog

# A change counts a second later; a request costs no look at the disk.
LOOK_EVERY_S: Final = 1.0
log = structlog.get_logger()
Watched = TypeVar("Watched", bound=Sized)


class ContentWatch(Generic[Watched]):
    """Gives what ``read`` last made of files; ``read_version`` tells when there is something new.

    ``clock`` returns monotonic seconds. Raises ``trouble``, as both readers may, when the content
    cannot be read at first. Later files that are damaged or gone are logged once, and what was
    there before stays good: a slip of an editor must not stop a stage. ``what`` names the content
    in the log. For any number of threads.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        read_version: Callable[[], object],
        read: Callable[[], Watched],
        trouble: type[Exception],
        what: str,
    ) -> None:
        self._clock = clock
        self._read_version = read_version
        self._read = read
        self._trouble = trouble
        self._what = what
        self._lock = threading.Lock()
        self._looked_at = clock()
        # Taken before the content, so that a change in between is seen the next time.
        self._version = read_version()
        self._content = read()
        self._told: str | None = None

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
            version = self._read_version()
            if version == self._version:
                return False
            self._version = version
            self._content = self._read()
        except self._trouble as error:
            if self._told != str(error):
                self._told = str(error)
                log.error(f"{self._what} not read, those before stay good", reason=self._told)
            return False
        self._told = None
        return True
