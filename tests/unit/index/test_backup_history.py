"""A restored history takes the place of the present one with all entries of both."""

from __future__ import annotations

import pytest
from index_parts import fake_elasticsearch, hits_of, make_document

from tidings_index.backup.earlier_revisions import swap_earlier
from tidings_index.backup.note import BackupError
from tidings_index.reindex.build import Build
from tidings_index.reindex.indices import SwapUnknownError
from tidings_index.reindex.landscape import FoundIndex, Landscape
from tidings_index.reindex.sinks import open_writers

PRESENT, RESTORED = "h-v1-000001", "h-v1-000002"
HIT = {"_id": "a-1", "_version": 2, "_source": {"id": "a", "emptied_by": 3}, "sort": [1]}


class History:
    """Both histories; ``steps`` is what was done with them, ``fails`` what raises and how."""

    def __init__(self, *, restored=RESTORED, fails=None, counts=(1, 5)):
        self.steps = []
        self.fails = fails or {}
        self.counts = dict(zip((PRESENT, RESTORED), counts, strict=True))
        self.next = restored and FoundIndex(restored, {}, is_next=True)

    def look(self):
        return Landscape("h", FoundIndex(PRESENT, {}, is_live=True), self.next, (), 3)

    def count(self, name):
        return self.counts[name]

    def block(self, name):
        self._do(f"close {name}")

    def unblock(self, name):
        self._do(f"open {name}")

    def swap(self, old, new):
        self._do("swap")

    def _do(self, step):
        self.steps.append(step)
        if step in self.fails:
            raise self.fails[step]

    def answer(self, request):
        if request.path.endswith("/_bulk"):
            action, _ = request.lines()
            self.steps.append(f"copy {action['index']['_id']}")
            assert (action["index"]["_index"], action["index"]["version"]) == ("h-next", 2)
            return 200, {"items": [{"index": {"status": 201}}]}
        if request.path.endswith("/_search"):
            hits = () if b"search_after" in request.body else (HIT,)
            return 200, {**hits_of(*hits), "pit_id": "p"}
        return 200, {"id": "p"}


def swap(history):
    client = fake_elasticsearch(history.answer)
    swap_earlier(client, history, "h", lambda what, total: lambda more: None)


def test_what_came_while_the_history_was_copied_is_copied_once_it_is_closed():
    history = History()
    swap(history)
    assert history.steps == [f"open {PRESENT}", "copy a-1", f"close {PRESENT}", "copy a-1", "swap"]


def test_a_history_that_has_its_place_already_is_left_alone():
    history = History(restored=None)
    swap(history)
    assert history.steps == []


@pytest.mark.parametrize(
    "history",
    [History(fails={"swap": BackupError("no")}), History(counts=(5, 4))],
    ids=["the swap", "the count"],
)
def test_a_history_that_stays_in_its_place_is_opened_again(history):
    with pytest.raises(BackupError):
        swap(history)
    assert history.steps[-1] == f"open {PRESENT}"


def test_a_history_of_which_nobody_knows_whether_it_was_replaced_stays_closed():
    history = History(fails={"swap": SwapUnknownError("not known")})
    with pytest.raises(SwapUnknownError):
        swap(history)
    assert history.steps[-1] == "swap"


def test_only_what_is_restored_is_written_with_the_text_that_it_replaces():
    asked, document = [], make_document()

    def answer(request):
        asked.append(request.path)
        if request.path.endswith("/_mget"):
            return 200, {"docs": [{"_id": document.id, "found": False}]}
        return 200, {"items": [{"index": {"status": 201}}]}

    build = Build(source="n", filling="index", topic="t", offsets={})
    for each in (build, build.changed(filling="snapshot")):
        writer, _ = open_writers(fake_elasticsearch(answer), "n-next", "n-history", each)
        assert writer.write([document]) == []
    assert asked == ["/_bulk", "/n-next/_mget", "/_bulk"]
