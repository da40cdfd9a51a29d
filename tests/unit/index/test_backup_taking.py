"""A backup knows where the topic goes on, and old ones go only when a new one is complete."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tidings.dlq.ports import Stretch
from tidings.settings import ElasticsearchSettings
from tidings_index.backup.note import BackupError, read_note
from tidings_index.backup.repository import Status
from tidings_index.backup.snapshots import read_snapshots
from tidings_index.backup.taking import take_backup
from tidings_index.reindex.landscape import FoundIndex, Landscape

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
NAME = "news-20310504-093000"


class World:
    """Session, indices, offsets and repository in one; ``steps`` is what was done."""

    topic = "t"

    def __init__(self, *, failure=None, looks=2):
        self.steps = []
        self.taken = {"older": {}, "old": {}}
        self.failure = failure
        self.looks = looks
        self.name = "r"
        self.elasticsearch = ElasticsearchSettings(alias="news")
        self.offsets = self
        self.indices, self.earlier = self._indices("news", 9), self._indices("news-history", 1)

    def _indices(self, alias, version):
        live = FoundIndex(f"{alias}-v{version}-000001", {"schema_version": version}, is_live=True)

        def count(name):
            self.steps.append(f"count {name}")
            return 7

        return SimpleNamespace(look=lambda: Landscape(alias, live, None, (), 2), count=count)

    def measure(self, name=None):
        if name is None:
            return [Stretch("t", 0, 0, 9)]
        return Status(written=50, size=100, total=100)

    def find_committed(self, held):
        self.steps.append("offsets")
        return {each.partition: 5 for each in held}

    def begin(self, name, indices, metadata):
        self.steps.append(f"begin {', '.join(indices)}")
        self.taken[name] = metadata

    def is_under_way(self, name):
        self.looks -= 1
        return self.looks >= 0

    def describe_failure(self, name):
        self.steps.append("complete?")
        return self.failure

    def list(self, alias):
        note = self.taken[NAME]
        found = [
            {
                "snapshot": each,
                "state": "SUCCESS",
                "start_time_in_millis": 1_000 * at,
                "metadata": note,
            }
            for at, each in enumerate(self.taken)
        ]
        return read_snapshots(found, alias)

    def delete(self, name):
        self.steps.append(f"delete {name}")


def take(world, *, wait=False, keep=None):
    return take_backup(
        world,
        world,
        NOW,
        wait=wait,
        keep=keep,
        begin_bar=lambda what, total: lambda more: None,
        sleep=lambda seconds: None,
    )


def test_offsets_are_asked_for_before_the_backup_is_begun():
    world = World()
    taken = take(world)
    assert world.steps == [
        "offsets",
        "count news-v9-000001",
        "count news-history-v1-000001",
        "begin news-v9-000001, news-history-v1-000001",
    ]
    assert not taken.is_complete
    note = read_note(world.taken[NAME])
    assert (note.offsets, note.documents, note.schema_version) == ((5,), 7, 9)


def test_a_backup_that_is_waited_for_is_looked_at_when_it_has_ended():
    world = World()
    assert take(world, wait=True).describe()["complete"]
    assert world.steps[-1] == "complete?"
    assert world.looks == -1


def test_old_backups_are_deleted_when_the_new_one_is_complete():
    world = World()
    assert take(world, keep=2).deleted == ("older",)
    assert world.steps[-2:] == ["complete?", "delete older"]


def test_nothing_is_deleted_for_a_backup_that_is_not_complete():
    world = World(failure="PARTIAL: no node has the shard")
    with pytest.raises(BackupError, match=rf"{NAME} is not complete: PARTIAL: no node"):
        take(world, keep=1)
    assert world.steps[-1] == "complete?"
