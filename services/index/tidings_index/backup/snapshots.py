"""The snapshots of a repository: which are ours, which is the newest, which are too many. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tidings_index.backup.note import BackupError, Note, read_note


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that ``tidings backup`` took; ``state`` is Elasticsearch's word for it."""

    name: str
    state: str
    taken_at: datetime
    note: Note

    @property
    def is_complete(self) -> bool:
        """Whether everything is in it."""
        return self.state == "SUCCESS"

    def describe(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "snapshot": self.name,
            "state": self.state,
            "taken_at": self.taken_at.isoformat(),
            "documents": self.note.documents,
            "earlier_revisions": self.note.revisions,
            "schema_version": self.note.schema_version,
            "version": self.note.version,
        }


def name_snapshot(alias: str, now: datetime) -> str:
    """Return a name such as articles-20310504-093000."""
    return f"{alias}-{now.astimezone(UTC):%Y%m%d-%H%M%S}"


def read_snapshots(answered: Iterable[Mapping[str, Any]], alias: str) -> list[Snapshot]:
    """Return our snapshots of ``alias`` among those that Elasticsearch lists, newest first."""
    found = [
        Snapshot(
            each["snapshot"],
            each["state"],
            datetime.fromtimestamp(each["start_time_in_millis"] / 1000, UTC),
            note,
        )
        for each in answered
        if (note := read_note(each.get("metadata"))) and note.alias == alias
    ]
    return sorted(found, key=lambda each: each.taken_at, reverse=True)


def choose_snapshot(found: Sequence[Snapshot], name: str | None, repository: str) -> Snapshot:
    """Return the one called ``name``, else the newest complete one; raises BackupError."""
    if name is None:
        for each in found:
            if each.is_complete:
                return each
        raise BackupError(f"the repository {repository} has no complete backup; `tidings backup`")
    for each in found:
        if each.name == name:
            if each.is_complete:
                return each
            raise BackupError(f"{name} is not complete ({each.state}): choose another one")
    raise BackupError(
        f"the repository {repository} has no backup {name} that this version of Tidings can read; "
        "`tidings backup list` names them"
    )


def choose_expired(found: Sequence[Snapshot], keep: int) -> list[Snapshot]:
    """Return what is older than the ``keep`` newest complete ones, failed ones included."""
    complete = [each for each in found if each.is_complete]
    if len(complete) <= keep:
        return []
    oldest = complete[keep - 1].taken_at
    return [each for each in found if each.taken_at < oldest and each.state != "IN_PROGRESS"]
