"""What a file with secrets says now, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tidings.content_watch import ContentWatch, Watched
from tidings.private.reading import PrivateFileError, read_version


class FileWatch(ContentWatch[Watched]):
    """Gives what ``read`` last made of the file; ``clock`` returns monotonic seconds.

    Raises PrivateFileError when it cannot be read at first. Later a file that is damaged, open to
    others or gone leaves what was there before good: a slip of an editor must not shut every feed
    out. ``what`` names the content in the log. For any number of threads.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float],
        read: Callable[[Path], Watched],
        what: str,
    ) -> None:
        super().__init__(
            clock, lambda: read_version(path), lambda: read(path), PrivateFileError, what
        )
