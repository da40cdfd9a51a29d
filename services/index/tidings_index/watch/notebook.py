"""What became of posts, noted in the watches file now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from tidings.private.reading import PrivateFileError
from tidings_index.watch.ports import Watches
from tidings_index.watch.tally import Tally

# Each note is a file written to the disk; ten seconds are near enough for a person who looks.
NOTE_EVERY: Final = timedelta(seconds=10)
log = structlog.get_logger()


class Notebook:
    """Tallies by watch until they are written; ``clock`` returns the time in UTC."""

    def __init__(self, watches: Watches, clock: Callable[[], datetime]) -> None:
        self._watches = watches
        self._clock = clock
        self._tallies: dict[str, Tally] = {}
        self._written_at = clock()

    def tally(self, watch_id: str) -> Tally:
        """Return what counts for a watch until the next writing."""
        return self._tallies.setdefault(watch_id, Tally())

    def is_gone(self, watch_id: str) -> bool:
        """Return whether its receiver wants nothing more, by what is not written yet."""
        return watch_id in self._tallies and self._tallies[watch_id].is_gone

    def write_if_due(self) -> None:
        """Write what was not written for ten seconds."""
        if self._clock() - self._written_at >= NOTE_EVERY:
            self.write()

    def write(self) -> None:
        """Write now; what cannot be written is kept for the next time."""
        self._written_at = self._clock()
        if not self._tallies:
            return
        try:
            self._watches.note(self._tallies)
        except PrivateFileError as error:
            log.error("what became of posts is not noted", reason=str(error))
        else:
            self._tallies = {}
