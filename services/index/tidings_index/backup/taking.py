"""Take a snapshot of the articles and their history.

The order that makes it complete:

1. ask which offsets the index stage has committed: what lies before them is in the indices;
2. count both indices, which refreshes them;
3. take the snapshot with the offsets in it; what arrives meanwhile may be in it or not;
4. once it is complete, and not before, delete what is too many.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tidings import __version__
from tidings.bars import BeginBar
from tidings_index.backup.note import BackupError, Note, list_offsets, write_metadata
from tidings_index.backup.repository import Repository
from tidings_index.backup.snapshots import choose_expired, name_snapshot
from tidings_index.reindex.session import Session

# A snapshot of an index that has changed little takes a second.
LOOK_EVERY_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was begun, and what was deleted for it where it was waited for."""

    name: str
    repository: str
    is_complete: bool
    note: Note
    deleted: tuple[str, ...] = ()

    def describe(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "snapshot": self.name,
            "repository": self.repository,
            "complete": self.is_complete,
            "documents": self.note.documents,
            "earlier_revisions": self.note.revisions,
            "deleted": list(self.deleted),
        }


def take_backup(  # noqa: PLR0913 - what the command was told, and its surroundings
    session: Session,
    repository: Repository,
    now: datetime,
    *,
    wait: bool,
    keep: int | None,
    begin_bar: BeginBar,
    sleep: Callable[[float], None] = time.sleep,
) -> Taken:
    """Take a snapshot; without ``wait`` and ``keep`` it is only begun. Raises BackupError."""
    note = _write_note(session)
    name = name_snapshot(note.alias, now)
    repository.begin(name, (note.articles, note.earlier), write_metadata(note))  # 3
    if not wait and keep is None:
        return Taken(name, repository.name, False, note)
    _await_end(repository, name, begin_bar, sleep)
    if failure := repository.describe_failure(name):
        raise BackupError(f"the backup {name} is not complete: {failure}")
    deleted = []
    if keep is not None:
        for each in choose_expired(repository.list(note.alias), keep):  # 4
            repository.delete(each.name)
            deleted.append(each.name)
    return Taken(name, repository.name, True, note, tuple(deleted))


def _write_note(session: Session) -> Note:
    committed = session.offsets.find_committed(session.offsets.measure())  # 1
    articles, earlier = session.indices.look().live, session.earlier.look().live
    return Note(
        alias=session.elasticsearch.alias,
        articles=articles.name,
        earlier=earlier.name,
        schema_version=articles.version,
        earlier_version=earlier.version,
        documents=session.indices.count(articles.name),  # 2
        revisions=session.earlier.count(earlier.name),
        topic=session.offsets.topic,
        offsets=list_offsets(committed),
        version=__version__,
    )


def _await_end(
    repository: Repository, name: str, begin_bar: BeginBar, sleep: Callable[[float], None]
) -> None:
    shown = -1
    advance = begin_bar(f"writing {name}", None)
    while repository.is_under_way(name):
        status = repository.measure(name)
        # How much is to be written is known once the files have been compared.
        if status.size and shown < 0:
            advance, shown = begin_bar(f"writing {name}", status.size), 0
        if shown >= 0:
            advance(status.written - shown)
            shown = status.written
        sleep(LOOK_EVERY_S)
