"""The old index is closed before the last look at the topic, and opened unless it was replaced."""

from __future__ import annotations

import pytest
from index_parts import fake_elasticsearch, hits_of

from tidings.outcome import Reject
from tidings_index.reindex.build import Build
from tidings_index.reindex.indices import SwapUnknownError
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.migration import Migration
from tidings_index.reindex.patient_writer import Refused
from tidings_index.reindex.report import Report
from tidings_index.reindex.verification import Mark

OLD, NEW = "news-1", "news-2"
BUILD = Build(source=OLD, filling="index", topic="t", offsets={0: 5})


class Road:
    """Indices and filler in one; ``steps`` is what was done, ``fails`` what raises and how."""

    def __init__(self, build=BUILD, fails=None, documents=None, marks=None):
        self.name = NEW
        self.build = build
        self.report = Report(new=NEW, old=OLD)
        self.steps = []
        self.fails = fails or {}
        self.documents = documents or {OLD: 7, NEW: 7}
        self.marks = marks or {OLD: [], NEW: []}

    def _do(self, step):
        self.steps.append(step)
        # The first reading of the topic is before the closing.
        if step in self.fails and (step != "read" or self.steps.count(step) > 1):
            raise self.fails[step]

    def count(self, name):
        return self.documents[name]

    def refresh(self, name):
        pass

    def find_marks(self, name, ids):
        return self.marks[name]

    def block(self, name):
        self._do(f"close {name}")

    def unblock(self, name):
        self._do(f"open {name}")

    def swap(self, old, new):
        self._do("swap")

    def read_round(self):
        self._do("read")

    def catch_up(self):
        self._do("catch up")

    def copy(self):
        self._do("copy")

    def save(self, **fields):
        self.build = self.build.changed(**fields)


def empty(request):
    """Answer as an Elasticsearch whose indices have no documents."""
    if request.path.endswith("/_search"):
        return 200, {**hits_of(), "pit_id": "p"}
    return 200, {"id": "p"}


def migrate(road):
    return Migration(fake_elasticsearch(empty), road, road, lambda what, total: lambda more: None)


def test_the_topic_is_read_to_its_end_between_the_closing_and_the_swap():
    road = Road()
    report = migrate(road).swap()
    assert road.steps == ["read", "catch up", f"close {OLD}", "read", "swap"]
    assert (report.old_documents, report.documents) == (7, 7)
    assert road.build.is_blocking


FAILURES = [
    {f"close {OLD}": KeyboardInterrupt()},
    {"read": ReindexError("Elasticsearch takes nothing")},
    {"swap": ReindexError("no such alias")},
]


@pytest.mark.parametrize("fails", FAILURES, ids=lambda fails: next(iter(fails)))
def test_an_index_that_stays_in_its_place_is_opened_again(fails):
    road = Road(fails=fails)
    with pytest.raises((ReindexError, KeyboardInterrupt)):
        migrate(road).swap()
    assert road.steps[-1] == f"open {OLD}"
    assert not road.build.is_blocking


def test_a_new_index_with_fewer_documents_is_not_swapped_in():
    road = Road(documents={OLD: 8, NEW: 7})
    with pytest.raises(ReindexError, match="news-2 has 7 documents, news-1 8"):
        migrate(road).swap()
    assert "swap" not in road.steps
    assert road.steps[-1] == f"open {OLD}"


def test_an_article_that_only_the_old_index_took_at_the_end_is_a_lack():
    road = Road(documents={OLD: 7, NEW: 9}, marks={OLD: [Mark("a", 3, 0)], NEW: []})
    road.report.note_refused([Refused("a", 3, Reject("mapping", "no such field"))])
    with pytest.raises(ReindexError, match=r"lacks 1 documents .* no such field"):
        migrate(road).swap()
    assert "swap" not in road.steps


def test_an_index_of_which_nobody_knows_whether_it_was_replaced_stays_closed():
    road = Road(fails={"swap": SwapUnknownError("not known")})
    with pytest.raises(SwapUnknownError):
        migrate(road).swap()
    assert f"open {OLD}" not in road.steps
    assert road.build.is_blocking


def test_what_a_killed_start_had_closed_is_opened_before_anything_else():
    road = Road(BUILD.changed(is_blocking=True))
    migrate(road).fill()
    assert road.steps == [f"open {OLD}", "copy", "catch up"]


@pytest.mark.parametrize(
    "build", [BUILD.changed(is_copied=True), BUILD.changed(filling="topic")], ids=["done", "topic"]
)
def test_what_is_copied_or_not_to_be_copied_is_not_copied(build):
    road = Road(build)
    migrate(road).fill()
    assert road.steps == ["catch up"]
