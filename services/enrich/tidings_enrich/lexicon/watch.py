"""The user's lexicon as its files have it now, read beside the tagging and without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from tidings.content_watch import LOOK_EVERY_S, ContentWatch
from tidings_enrich.lexicon.files import read_entries, read_version
from tidings_enrich.lexicon.lexicon import Lexicon
from tidings_enrich.yaml_document import DataFileError

# A list of some thousand names is read by then, so that what was written before an article came
# counts for it; for a longer one the articles at hand do not wait.
PATIENCE_S: Final = 0.25
log = structlog.get_logger()


def load_lexicon(path: Path) -> Lexicon:
    """Return the lexicon in a file or folder; raises DataFileError naming file, line and field."""
    return Lexicon(read_entries(path))


def run_beside(work: Callable[[], None]) -> None:
    """Run ``work`` in a thread of its own, and wait ``PATIENCE_S`` for it at most.

    The process can end without the thread: nothing is lost with it.
    """
    thread = threading.Thread(target=work, name="lexicon", daemon=True)
    thread.start()
    thread.join(PATIENCE_S)


class LexiconWatch(ContentWatch[Lexicon]):
    """Gives the last lexicon that could be read; ``clock`` returns monotonic seconds.

    The first is read at once: raises DataFileError when there is none. ``run`` runs what looks at
    the files later.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float],
        run: Callable[[Callable[[], None]], None] = run_beside,
    ) -> None:
        super().__init__(
            clock, lambda: read_version(path), lambda: load_lexicon(path), DataFileError, "names"
        )
        self._run = run
        self._looking = threading.Lock()

    def read(self) -> Lexicon:
        """Return the lexicon without waiting for a long one: until that is read, the one before."""
        if self._clock() - self._looked_at >= LOOK_EVERY_S and self._looking.acquire(False):
            try:
                self._run(self._look_beside)
            except RuntimeError as error:  # there can be no more threads
                self._looking.release()
                self._tell(error)
        return self._content

    def _look_beside(self) -> None:
        try:
            super().read()
        except Exception as error:
            self._tell(error)
        finally:
            self._looking.release()

    def _tell(self, error: Exception) -> None:
        log.error(
            "names not read, those before stay good", reason=f"{type(error).__name__}: {error}"
        )
