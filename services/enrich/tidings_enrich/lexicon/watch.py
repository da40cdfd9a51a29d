"""The user's lexicon as its files have it now, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tidings.content_watch import ContentWatch
from tidings_enrich.lexicon.files import read_entries, read_version
from tidings_enrich.lexicon.lexicon import Lexicon
from tidings_enrich.yaml_document import DataFileError


def load_lexicon(path: Path) -> Lexicon:
    """Return the lexicon in a file or folder; raises DataFileError naming file, line and field."""
    return Lexicon(read_entries(path))


class LexiconWatch(ContentWatch[Lexicon]):
    """Gives the last lexicon that could be read; ``clock`` returns monotonic seconds.

    Raises DataFileError when there is none at first.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        super().__init__(
            clock, lambda: read_version(path), lambda: load_lexicon(path), DataFileError, "names"
        )
