"""A repository for snapshots, as Elasticsearch knows it by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from tidings.search.elastic import read_reason
from tidings_index.backup.note import BackupError
from tidings_index.backup.snapshots import Snapshot, read_snapshots

DEFAULT: Final = "tidings"
UNDER_WAY: Final = "IN_PROGRESS"


@dataclass(frozen=True, slots=True)
class Status:
    """How far a snapshot is; ``written`` of ``size`` bytes, ``total`` with what was there."""

    written: int
    size: int
    total: int


class Repository:
    """Takes and restores snapshots; may raise elasticsearch.ApiError and TransportError."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self.name = name
        self._client = client

    def list(self, alias: str) -> list[Snapshot]:
        """Return the snapshots of ``alias``, newest first; raises BackupError."""
        try:
            answer = self._client.snapshot.get(repository=self.name, snapshot="_all")
        except ApiError as error:
            raise BackupError(
                f"Elasticsearch cannot read the repository {self.name}: {read_reason(error)}"
            ) from error
        return read_snapshots(answer["snapshots"], alias)

    def begin(self, name: str, indices: Sequence[str], metadata: dict[str, Any]) -> None:
        """Begin a snapshot of these indices alone; raises BackupError."""
        try:
            self._client.snapshot.create(
                repository=self.name,
                snapshot=name,
                indices=list(indices),
                include_global_state=False,
                feature_states=["none"],
                metadata=metadata,
            )
        except ApiError as error:
            raise BackupError(
                f"Elasticsearch cannot write to the repository {self.name}: {read_reason(error)}"
            ) from error

    def measure(self, name: str) -> Status:
        """Return how far a snapshot is."""
        answer = self._client.snapshot.status(repository=self.name, snapshot=name)
        (each,) = answer["snapshots"]
        stats = each["stats"]
        size = stats["incremental"]["size_in_bytes"]
        return Status(
            stats.get("processed", {}).get("size_in_bytes", size),
            size,
            stats["total"]["size_in_bytes"],
        )

    def is_under_way(self, name: str) -> bool:
        """Return whether a snapshot is still being written, its last file included."""
        return bool(self._read(name)["state"] == UNDER_WAY)

    def describe_failure(self, name: str) -> str | None:
        """Return why a snapshot that has ended is not complete, None where it is."""
        found = self._read(name)
        if found["state"] == "SUCCESS":
            return None
        reasons = [str(each.get("reason")) for each in found["failures"]] or ["no reason given"]
        return f"{found['state']}: {reasons[0]}"

    def delete(self, name: str) -> None:
        """Delete a snapshot."""
        self._client.snapshot.delete(repository=self.name, snapshot=name)

    def restore(self, snapshot: str, index: str, new: str, replicas: int) -> None:
        """Begin to restore one index under the name ``new``, behind no alias, open to writers."""
        self._client.snapshot.restore(
            repository=self.name,
            snapshot=snapshot,
            indices=[index],
            rename_pattern=".+",
            rename_replacement=new,
            include_aliases=False,
            include_global_state=False,
            index_settings={"index.number_of_replicas": replicas},
            ignore_index_settings=["index.blocks.write"],
        )

    def _read(self, name: str) -> dict[str, Any]:
        answer = self._client.snapshot.get(repository=self.name, snapshot=name)
        found: dict[str, Any] = answer["snapshots"][0]
        return found


def open_repository(client: Elasticsearch, name: str | None, directory: str | None) -> Repository:
    """Return the repository, registered if need be as a folder that Elasticsearch reaches.

    Without ``directory``, only ``DEFAULT`` is registered, in a folder of that name below the first
    one of ``path.repo``. Raises BackupError where Elasticsearch cannot use it.
    """
    chosen = name or DEFAULT
    location = _read_location(client, chosen)
    if directory is None and location is None and chosen != DEFAULT:
        raise BackupError(
            f"Elasticsearch knows no repository {chosen}; register it, or name a folder with "
            "--repository"
        )
    if directory is not None and location not in {None, directory}:
        raise BackupError(
            f"the repository {chosen} is at {location}; give the one at {directory} another name "
            "with --to"
        )
    if location is None:
        _register(client, chosen, directory or DEFAULT)
    return Repository(client, chosen)


def _read_location(client: Elasticsearch, name: str) -> str | None:
    """Return where a repository is, its type where that is no folder; None without one."""
    try:
        found = client.snapshot.get_repository(name=name)[name]
    except NotFoundError:
        return None
    return str(found["settings"].get("location", found["type"]))


def _register(client: Elasticsearch, name: str, location: str) -> None:
    """Register a folder, which asks each node whether it can write there."""
    settings = {"type": "fs", "settings": {"location": location}}
    try:
        client.snapshot.create_repository(name=name, repository=settings)
    except ApiError as error:
        raise BackupError(
            f"Elasticsearch cannot use the repository {name} at {location}: {read_reason(error)}; "
            "`path.repo` of each node has to name a folder above it that the node can write to"
        ) from error
