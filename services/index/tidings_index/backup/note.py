"""What stands in a snapshot beside the indices, so that it can be restored by itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson
from pydantic import ValidationError

from tidings.model import Message
from tidings_index.reindex.landscape import ReindexError

KEY: Final = "tidings"
# Elasticsearch takes 1,024 bytes of metadata, counted in a form of its own that is shorter than
# JSON. With names of the usual length that is room for some 60 partitions.
MOST_BYTES: Final = 1_000


class BackupError(ReindexError):
    """It cannot be done; the message is one line, and says what can."""


class Note(Message):
    """Which indices are in a snapshot, how many documents they had at least, and the offsets.

    ``offsets`` are those that the index stage had committed on ``topic`` before the snapshot was
    begun, by partition from 0: what lies before them is in it. None where they had no room.
    """

    alias: str
    articles: str
    earlier: str
    schema_version: int
    earlier_version: int
    documents: int
    revisions: int
    topic: str
    offsets: tuple[int, ...] | None
    version: str


def write_metadata(note: Note) -> dict[str, Any]:
    """Return the metadata of a snapshot; offsets that have no room are left out."""
    metadata = {KEY: note.model_dump(mode="json")}
    if len(orjson.dumps(metadata)) > MOST_BYTES:
        metadata[KEY]["offsets"] = None
    return metadata


def read_note(metadata: Mapping[str, Any] | None) -> Note | None:
    """Return the note in the metadata of a snapshot, None when there is none that we know."""
    try:
        return Note.model_validate((metadata or {}).get(KEY))
    except ValidationError:
        return None


def list_offsets(committed: Mapping[int, int | None]) -> tuple[int, ...]:
    """Return committed offsets by partition from 0; one that was never committed is 0."""
    return tuple(committed.get(each) or 0 for each in range(max(committed, default=-1) + 1))
