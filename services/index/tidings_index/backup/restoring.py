"""Bring a snapshot back, and what came after it, and put both in the place of what is there.

The order that overwrites nothing and loses nothing:

1. restore both indices under new names, which nobody reads or writes, and count them;
2. put both behind the aliases of the next ones, in one step, with what is known of them;
3. let the restored history take its place, with the entries of the present one in it;
4. go on as every new index does (``tidings_index.reindex.migration``): copy what the present index
   has, read the topic from the offsets in the snapshot, check, and swap the alias.

A failure in 1 deletes the new indices. From 2 on, a second start goes on where the first one was.
"""

from __future__ import annotations

from collections.abc import Sequence

from elasticsearch import Elasticsearch, NotFoundError

from tidings.bars import BeginBar
from tidings_index.backup.earlier_revisions import swap_earlier
from tidings_index.backup.note import BackupError, Note
from tidings_index.backup.recovery import await_restored, measure_room
from tidings_index.backup.repository import Repository
from tidings_index.backup.restore_plan import (
    RestorePlan,
    check_room,
    check_schemas,
    plan_restore,
)
from tidings_index.backup.snapshots import Snapshot
from tidings_index.code_revision import build_meta
from tidings_index.history.provisioning import SCHEMA_FILE, create_history, name_history_alias
from tidings_index.provisioning import create_index, read_mappings, read_schema_file, read_version
from tidings_index.reindex.build import Build, write_build
from tidings_index.reindex.landscape import FoundIndex, Landscape, name_next_alias
from tidings_index.reindex.plan import DISCARD, find_unfinished
from tidings_index.reindex.report import Report
from tidings_index.reindex.session import Session

NOTHING = "nothing"


class Restoring:
    """Restores ``snapshot``; raises BackupError, ReindexError and what the servers answer."""

    def __init__(self, session: Session, repository: Repository, snapshot: Snapshot) -> None:
        self._session = session
        self._client = session.client
        self._repository = repository
        self._snapshot = snapshot
        self._version = read_version(read_mappings())
        self._earlier_version = read_version(read_schema_file(SCHEMA_FILE)["mappings"])

    def plan(self, *, whole_topic: bool) -> RestorePlan:
        """Return what would be done; nothing is changed."""
        note = self._snapshot.note
        check_schemas(note, self._version, self._earlier_version)
        size = self._repository.measure(self._snapshot.name).total
        check_room(size, self._session.elasticsearch.replicas, measure_room(self._client))
        present = (NOTHING, 0)
        if self._session.indices.is_there():
            name = self._session.indices.look().live.name
            present = name, self._session.indices.count(name)
        held = self._session.offsets.measure()
        return plan_restore(self._snapshot, present, held, whole_topic=whole_topic)

    def run(self, plan: RestorePlan, begin_bar: BeginBar) -> Report:
        """Do it, from where an earlier start was interrupted; return what came of it."""
        session, settings = self._session, self._session.elasticsearch
        # Somewhere to write to for the stage, and something to take the place of.
        if not session.earlier.is_there():
            create_history(self._client, settings)
        if not session.indices.is_there():
            create_index(self._client, settings)
        found, build = self._go_on() or self._begin(plan, begin_bar)  # 1, 2
        swap_earlier(
            self._client, session.earlier, name_history_alias(settings.alias), begin_bar
        )  # 3
        migration = session.open(found, build, begin_bar)  # 4
        migration.fill()
        return migration.swap()

    def _go_on(self) -> tuple[FoundIndex, Build] | None:
        unfinished = find_unfinished(self._session.indices.look(), "snapshot", self._version)
        if unfinished and unfinished[1].snapshot != self._snapshot.name:
            found, build = unfinished
            raise BackupError(
                f"{found.name} is being restored from {build.snapshot}: "
                f"`tidings restore {build.snapshot}` goes on, {DISCARD}"
            )
        return unfinished

    def _begin(self, plan: RestorePlan, begin_bar: BeginBar) -> tuple[FoundIndex, Build]:
        session, note = self._session, self._snapshot.note
        landscape, earlier = session.indices.look(), session.earlier.look()
        new = landscape.name_next(self._version)
        new_earlier = earlier.name_next(self._earlier_version)
        try:
            self._restore(note, new, new_earlier, begin_bar)
            return self._stand_next(plan, landscape, new, new_earlier)
        except BaseException:
            _delete(self._client, (new, new_earlier))
            raise

    def _restore(self, note: Note, new: str, new_earlier: str, begin_bar: BeginBar) -> None:
        for index, name in ((note.articles, new), (note.earlier, new_earlier)):
            replicas = self._session.elasticsearch.replicas
            self._repository.restore(self._snapshot.name, index, name, replicas)
        await_restored(self._client, (new, new_earlier), begin_bar)
        for name, least in ((new, note.documents), (new_earlier, note.revisions)):
            documents = self._session.indices.count(name)
            if documents < least:
                raise BackupError(f"{name} has {documents} documents, the backup had {least}")

    def _stand_next(
        self, plan: RestorePlan, landscape: Landscape, new: str, new_earlier: str
    ) -> tuple[FoundIndex, Build]:
        build = Build(
            source=landscape.live.name,
            filling="snapshot",
            topic=self._session.offsets.topic,
            offsets=dict(plan.offsets),
            snapshot=self._snapshot.name,
        )
        mappings = read_mappings()
        meta = build_meta(mappings)
        # An index of before grows by the fields of today, as `tidings provision` lets it.
        body = {**mappings, "_meta": write_build(meta, build)}
        self._client.indices.put_mapping(index=new, body=body)
        alias = self._session.elasticsearch.alias
        self._client.indices.update_aliases(
            actions=[
                {"add": {"index": name, "alias": name_next_alias(each), "is_write_index": True}}
                for name, each in ((new, alias), (new_earlier, name_history_alias(alias)))
            ]
        )
        return FoundIndex(new, meta, is_next=True), build


def _delete(client: Elasticsearch, names: Sequence[str]) -> None:
    for each in names:
        try:
            client.indices.delete(index=each)
        except NotFoundError:
            continue
