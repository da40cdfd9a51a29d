"""What a restore brings back, from where, and what nothing brings back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.dlq.ports import Stretch
from tidings_index.backup.note import BackupError, Note
from tidings_index.backup.snapshots import Snapshot
from tidings_index.provisioning import GROWS_FROM


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """``offsets`` is where the reading of the topic begins, ``to_read`` how many messages that is.

    ``expired`` messages came after the snapshot, and the topic's retention has taken them.
    ``is_other_topic`` says that the topic ends before the snapshot's offsets: it was made anew.
    """

    snapshot: Snapshot
    present: str
    present_documents: int
    offsets: Mapping[int, int]
    to_read: int
    expired: int
    is_other_topic: bool

    def describe(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            **self.snapshot.describe(),
            "present": self.present,
            "present_documents": self.present_documents,
            "to_read": self.to_read,
            "expired": self.expired,
            "other_topic": self.is_other_topic,
        }

    def tell_loss(self) -> str | None:
        """Return what cannot be got back, None where that is nothing."""
        unless = f", unless {self.present} has them" if self.present_documents else ""
        if self.is_other_topic:
            return (
                "the topic was made anew since the backup: what came between the backup and the "
                f"beginning of the topic cannot be got back{unless}; nobody can tell how much it is"
            )
        if self.expired:
            return (
                f"{self.expired} messages that came after the backup are on the topic no longer: "
                f"articles, corrections and withdrawals among them cannot be got back{unless}"
            )
        return None


def plan_restore(
    snapshot: Snapshot,
    present: tuple[str, int],
    held: Sequence[Stretch],
    *,
    whole_topic: bool,
) -> RestorePlan:
    """Return what a restore does; ``present`` is the index in its place, and what it has."""
    offsets, expired = choose_start(snapshot.note, held)
    noted = snapshot.note.offsets or ()
    is_other = any(
        each.partition < len(noted) and noted[each.partition] > each.end for each in held
    )
    if whole_topic or is_other:
        offsets = {each.partition: each.start for each in held}
    to_read = sum(each.end - offsets[each.partition] for each in held)
    return RestorePlan(snapshot, *present, offsets, to_read, expired, is_other)


def choose_start(note: Note, held: Sequence[Stretch]) -> tuple[dict[int, int], int]:
    """Return where to read each partition from, and how many messages before that are gone.

    A partition that the note does not know is read from its beginning, and so are all where the
    offsets had no room in it: then nobody knows what is gone.
    """
    offsets, expired = {}, 0
    for each in held:
        if note.offsets is None:
            offsets[each.partition] = each.start
            continue
        known = each.partition < len(note.offsets)
        wanted = note.offsets[each.partition] if known else 0
        offsets[each.partition] = max(wanted, each.start)
        expired += max(0, each.start - wanted)
    return offsets, expired


def check_schemas(note: Note, schema_version: int, earlier_version: int) -> None:
    """Raise BackupError for a snapshot whose indices this version cannot write to."""
    made = f"the backup was taken by Tidings {note.version} with schema version"
    for found, wanted in (
        (note.schema_version, schema_version),
        (note.earlier_version, earlier_version),
    ):
        if found > wanted:
            raise BackupError(
                f"{made} {found}, this version writes {wanted}: install a newer version of Tidings"
            )
    if note.schema_version < GROWS_FROM or note.earlier_version < earlier_version:
        raise BackupError(
            f"{made} {note.schema_version}, which cannot grow into {schema_version}: restore it "
            f"with Tidings {note.version}, then `tidings reindex` with this one"
        )


def check_room(size: int, replicas: int, available: int) -> None:
    """Raise BackupError where the nodes have no room for indices of ``size`` bytes."""
    needed = size * (1 + replicas)
    if needed > available:
        raise BackupError(
            f"not enough disk: the backup needs {needed:,} bytes, and the nodes of Elasticsearch "
            f"have {available:,} free"
        )
