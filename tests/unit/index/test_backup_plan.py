"""What a restore brings back is planned from what there is, and what it cannot is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from tidings.dlq.ports import Stretch
from tidings_index.backup.note import (
    MOST_BYTES,
    BackupError,
    Note,
    list_offsets,
    read_note,
    write_metadata,
)
from tidings_index.backup.restore_plan import check_room, check_schemas, plan_restore
from tidings_index.backup.snapshots import (
    Snapshot,
    choose_expired,
    choose_snapshot,
    name_snapshot,
    read_snapshots,
)

TAKEN = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
NOTE = Note(
    alias="news",
    articles="news-v9-000001",
    earlier="news-history-v1-000001",
    schema_version=9,
    earlier_version=1,
    documents=70,
    revisions=5,
    topic="t",
    offsets=(40, 7, 0),
    version="0.1.0",
)


def snapshot(number=0, state="SUCCESS", **fields):
    taken_at = TAKEN + timedelta(hours=number)
    note = NOTE.model_copy(update=fields)
    return Snapshot(f"news-{number}", state, taken_at, note)


def plan(held, *, whole_topic=False, present_documents=3, **fields):
    stretches = [Stretch("t", partition, start, end) for partition, (start, end) in held.items()]
    present = ("news-v9-000002", present_documents)
    return plan_restore(snapshot(**fields), present, stretches, whole_topic=whole_topic)


def test_the_topic_is_read_from_the_offsets_of_the_backup():
    made = plan({0: (10, 45), 1: (0, 7), 2: (0, 4)})
    assert made.offsets == {0: 40, 1: 7, 2: 0}
    assert (made.to_read, made.expired, made.tell_loss()) == (9, 0, None)


def test_what_the_retention_has_taken_after_the_backup_is_counted():
    made = plan({0: (43, 45), 1: (12, 20), 2: (0, 4)})
    assert made.offsets == {0: 43, 1: 12, 2: 0}
    assert (made.to_read, made.expired) == (14, 8)
    assert "8 messages that came after the backup" in made.tell_loss()
    assert made.tell_loss().endswith("cannot be got back, unless news-v9-000002 has them")
    lost = plan({0: (43, 45), 1: (12, 20), 2: (0, 4)}, present_documents=0)
    assert lost.tell_loss().endswith("cannot be got back")


def test_a_partition_that_is_newer_than_the_backup_is_read_from_its_beginning():
    made = plan({0: (0, 40), 1: (0, 7), 2: (0, 0), 3: (2, 9)})
    assert made.offsets[3] == 2
    assert (made.to_read, made.expired) == (7, 2)


def test_a_topic_that_was_made_anew_is_read_as_a_whole_and_said_to_be_another_one():
    made = plan({0: (0, 12), 1: (0, 30), 2: (0, 4)})
    assert made.offsets == {0: 0, 1: 0, 2: 0}
    assert made.is_other_topic
    assert "made anew" in made.tell_loss()


def test_without_offsets_or_on_request_the_whole_topic_is_read():
    held = {0: (10, 45), 1: (0, 7), 2: (0, 4)}
    for made in (plan(held, offsets=None), plan(held, whole_topic=True)):
        assert made.offsets == {0: 10, 1: 0, 2: 0}
        assert made.to_read == 46


def test_a_backup_of_a_newer_or_of_a_too_old_version_is_refused_by_name():
    check_schemas(NOTE, 9, 1)
    check_schemas(NOTE, 12, 1)
    for wanted in ((8, 1), (9, 0)):
        with pytest.raises(BackupError, match="install a newer version of Tidings"):
            check_schemas(NOTE, *wanted)
    with pytest.raises(BackupError, match=r"schema version 6.* restore it with Tidings 0\.1\.0"):
        check_schemas(NOTE.model_copy(update={"schema_version": 6}), 9, 1)


def test_a_backup_that_has_no_room_with_its_copies_is_refused():
    check_room(1_000, 1, 2_000)
    with pytest.raises(BackupError, match=r"needs 2,000 bytes, .* have 1,999 free"):
        check_room(1_000, 1, 1_999)


def test_the_note_comes_back_from_the_metadata():
    assert read_note(write_metadata(NOTE)) == NOTE
    assert read_note(None) is None
    assert read_note({"taken_by": "a nightly policy"}) is None


def test_offsets_that_have_no_room_in_the_metadata_are_left_out():
    many = NOTE.model_copy(update={"offsets": tuple(range(10**9, 10**9 + 200))})
    metadata = write_metadata(many)
    assert len(orjson.dumps(metadata)) <= MOST_BYTES
    assert read_note(metadata) == many.model_copy(update={"offsets": None})


def test_a_partition_without_a_commit_is_at_its_beginning():
    assert list_offsets({2: 9, 0: 4, 1: None}) == (4, 0, 9)
    assert list_offsets({}) == ()


def test_the_newest_complete_backup_is_chosen_unless_one_is_named():
    found = [snapshot(3, "IN_PROGRESS"), snapshot(2, "PARTIAL"), snapshot(1), snapshot(0)]
    assert choose_snapshot(found, None, "r").name == "news-1"
    assert choose_snapshot(found, "news-0", "r").name == "news-0"
    with pytest.raises(BackupError, match=r"news-2 is not complete \(PARTIAL\)"):
        choose_snapshot(found, "news-2", "r")
    with pytest.raises(BackupError, match="has no backup news-9"):
        choose_snapshot(found, "news-9", "r")
    with pytest.raises(BackupError, match="the repository r has no complete backup"):
        choose_snapshot(found[:2], None, "r")


def test_as_many_complete_backups_as_told_are_kept_and_nothing_older():
    found = [
        snapshot(5, "IN_PROGRESS"),
        snapshot(4),
        snapshot(3, "FAILED"),
        snapshot(2),
        snapshot(1, "PARTIAL"),
        snapshot(0),
    ]
    assert [each.name for each in choose_expired(found, 1)] == [
        *("news-3", "news-2", "news-1", "news-0")
    ]
    assert [each.name for each in choose_expired(found, 2)] == ["news-1", "news-0"]
    assert choose_expired(found, 3) == []


def test_snapshots_of_others_are_none_of_ours():
    answered = [
        {"snapshot": name, "state": "SUCCESS", "start_time_in_millis": at, "metadata": metadata}
        for name, at, metadata in (
            ("old", 1_000, write_metadata(NOTE)),
            ("policy", 2_000, None),
            ("other", 3_000, write_metadata(NOTE.model_copy(update={"alias": "papers"}))),
            ("new", 4_000, write_metadata(NOTE)),
        )
    ]
    assert [each.name for each in read_snapshots(answered, "news")] == ["new", "old"]


def test_a_backup_is_called_by_the_alias_and_the_time():
    assert name_snapshot("news", TAKEN) == "news-20310504-093000"
