"""A repository that cannot be used is refused in one line, and none is moved without being told."""

from __future__ import annotations

import json

import pytest
from index_parts import fake_elasticsearch

from tidings_index.backup.note import BackupError
from tidings_index.backup.recovery import STALLED_AFTER_S, await_restored
from tidings_index.backup.repository import DEFAULT, Repository, open_repository

ERROR = "location [/there] doesn't match any of the locations specified by path.repo"
REFUSAL = {"error": {"type": "repository_exception", "reason": ERROR}}


class Node:
    """Knows repositories by name; ``asked`` is what it was asked, ``refuses`` says no."""

    def __init__(self, known=None, *, refuses=False):
        self.known = known or {}
        self.refuses = refuses
        self.asked = []

    def answer(self, request):
        name = request.path.split("/")[2]
        self.asked.append((request.method, request.path))
        if request.method == "GET":
            if name not in self.known:
                return 404, {"error": {"type": "repository_missing_exception"}, "status": 404}
            return 200, {name: {"type": "fs", "settings": {"location": self.known[name]}}}
        if self.refuses:
            return 500, REFUSAL
        if request.method == "PUT":
            self.known[name] = json.loads(request.body)["settings"]["location"]
        return 200, {"acknowledged": True}


def open_at(node, name=None, directory=None):
    return open_repository(fake_elasticsearch(node.answer), name, directory)


def test_the_usual_repository_is_registered_below_what_the_node_allows():
    node = Node()
    assert open_at(node).name == DEFAULT
    assert node.known == {DEFAULT: DEFAULT}


def test_a_repository_that_is_known_is_not_registered_again():
    node = Node({"far": "/there"})
    assert open_at(node, "far").name == "far"
    open_at(node, "far", "/there")
    assert {method for method, _ in node.asked} == {"GET"}


def test_a_name_that_nobody_knows_needs_a_folder():
    node = Node()
    with pytest.raises(BackupError, match="knows no repository far; register it, or name a folder"):
        open_at(node, "far")
    open_at(node, "far", "/there")
    assert node.known == {"far": "/there"}


def test_a_repository_is_not_moved_to_another_folder():
    node = Node({DEFAULT: "/here"})
    with pytest.raises(BackupError, match="is at /here; give the one at /there another name"):
        open_at(node, directory="/there")
    assert node.known == {DEFAULT: "/here"}


def test_a_folder_that_elasticsearch_cannot_use_is_named_with_the_reason():
    with pytest.raises(BackupError, match=r"tidings at /there: .*path\.repo") as caught:
        open_at(Node(refuses=True), directory="/there")
    assert "\n" not in str(caught.value)


def test_a_repository_that_cannot_be_read_or_written_is_named_with_the_reason():
    repository = open_at(Node({DEFAULT: DEFAULT}))
    broken = Repository(fake_elasticsearch(lambda request: (500, REFUSAL)), repository.name)
    with pytest.raises(BackupError, match=r"cannot read the repository tidings: location"):
        broken.list("news")
    with pytest.raises(BackupError, match=r"cannot write to the repository tidings: location"):
        broken.begin("s", ["news-1"], {})


def test_a_restore_that_stands_still_is_given_up():
    def answer(request):
        if request.path.startswith("/_cluster/health"):
            return 200, {"status": "red"}
        size = {"total_in_bytes": 100, "recovered_in_bytes": 40}
        return 200, {"new": {"shards": [{"type": "SNAPSHOT", "index": {"size": size}}]}}

    now = [0.0]

    def sleep(seconds):
        now[0] += seconds

    shown = []

    def begin_bar(what, total):
        return shown.append

    with pytest.raises(BackupError, match="40 of 100 bytes are there"):
        await_restored(
            fake_elasticsearch(answer), ["new"], begin_bar, clock=lambda: now[0], sleep=sleep
        )
    assert sum(shown) == 40
    assert now[0] >= STALLED_AFTER_S
