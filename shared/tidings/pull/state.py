"""What is known of each feed between two rounds: one small file each, written as a whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tidings.pull.feed import Feed

FOLDER: Final = "pull"
# A server that names more has lost its way, and would be sent it back with each request.
MOST_CHARACTERS: Final = 1_000


class FeedState(BaseModel):
    """What the server said of the body that ingest has acknowledged last, and the body's hash."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    etag: str | None = Field(default=None, max_length=MOST_CHARACTERS)
    last_modified: str | None = Field(default=None, max_length=MOST_CHARACTERS)
    body_hash: str | None = Field(default=None, max_length=64)


class StateFolder:
    """The files of all feeds, in a folder of their own.

    Their names come from what is pushed whereto: the same feed for another source, or for another
    ingest, begins anew. What is in them is not worth an error: without it a feed is asked for, and
    pushed, once more, which does no harm.
    """

    def __init__(self, data_dir: Path, ingest_url: str) -> None:
        self._folder = data_dir / FOLDER
        self._ingest_url = ingest_url

    def read(self, feed: Feed) -> FeedState:
        """Return what is known of ``feed``; nothing, when the file is not there or damaged."""
        try:
            return FeedState.model_validate_json(self._find(feed).read_bytes())
        except (OSError, ValidationError):
            return FeedState()

    def write(self, feed: Feed, state: FeedState) -> None:
        """Replace what is known of ``feed`` in one step; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # Mode 600 from the first moment: what a server calls its versions is nobody's business.
        opened, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        try:
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                file.write(state.model_dump_json())
                file.flush()
                # Else a machine that loses power may keep the name and lose what is in the file.
                os.fsync(file.fileno())
            Path(name).replace(self._find(feed))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def forget(self, feed: Feed) -> None:
        """Let the next round of ``feed`` begin anew; raises OSError."""
        self._find(feed).unlink(missing_ok=True)

    def _find(self, feed: Feed) -> Path:
        address = str(Path(feed.address).resolve()) if feed.is_file else feed.address
        parts = (address, feed.source or "", feed.feed or "", feed.format, self._ingest_url)
        return self._folder / f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}.json"
