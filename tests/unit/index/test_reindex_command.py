"""The command says in one line what it did or why not, and a swap is known to be done or not."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from commands import invoke_tidings
from elastic_transport import ConnectionTimeout
from index_parts import fake_elasticsearch

from tidings.settings import ElasticsearchSettings
from tidings_index import cli
from tidings_index.provisioning import OldSchemaError, SchemaMismatchError
from tidings_index.reindex import command
from tidings_index.reindex.indices import SWAP_TRIES, Indices, SwapUnknownError
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.report import Report
from tidings_index.setting_up import ProvisioningFailedError

DONE = Report(new="news-2", old="news-1", copied=5, read=2, old_documents=6, documents=7)


class Migration:
    def fill(self):
        pass

    def swap(self):
        return DONE


class Session:
    """Does what it is told; ``asked`` is what it was told."""

    def __init__(self):
        self.asked = []
        self.error = None

    def begin(self, filling, begin_bar):
        self.asked.append(filling)
        if self.error:
            raise self.error
        return Migration()

    def adopt(self, begin_bar):
        self.asked.append("adopt")
        return Migration()

    def discard(self):
        return "news-2"

    def drop_old(self):
        return []


@pytest.fixture
def session(monkeypatch):
    session = Session()

    @contextmanager
    def opening(data_dir):
        yield session

    monkeypatch.setattr(command, "open_session", opening)
    return session


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ((), None),
        (("--from-index",), "index"),
        (("--from-topic",), "topic"),
        (("--from-index", "--from-topic"), "index and topic"),
        (("--adopt",), "adopt"),
    ],
)
def test_the_options_say_what_is_built(session, options, asked):
    said = invoke_tidings("reindex", *options, columns=200).stdout
    assert session.asked == [asked]
    assert said.startswith("news-2 is in the place of news-1: 7 documents, before 6; 5 copied")


def test_json_has_the_same_figures(session):
    told = json.loads(invoke_tidings("reindex", "--json").stdout)
    assert told == {
        "index": "news-2",
        "replaced": "news-1",
        "copied": 5,
        "read": 2,
        "unreadable": 0,
        "refused": 0,
        "documents": 7,
        "old_documents": 6,
    }


def test_what_was_deleted_is_named(session):
    assert "deleted news-2" in invoke_tidings("reindex", "--discard").stdout
    assert json.loads(invoke_tidings("reindex", "--drop-old", "--json").stdout) == {"deleted": []}


@pytest.mark.parametrize(
    "options", [("--adopt", "--discard"), ("--drop-old", "--from-topic"), ("--adopt", "--drop-old")]
)
def test_options_that_exclude_each_other_are_refused(session, options):
    assert "exclude each other" in invoke_tidings("reindex", *options, status=2).output
    assert session.asked == []


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ReindexError("lacks 3"), 1, "tidings: lacks 3"),
        (ConnectionTimeout("slow"), 1, "Elasticsearch: ConnectionTimeout"),
        (KeyboardInterrupt(), 130, "started again, it goes on"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_status(session, error, status, words):
    session.error = error
    output = invoke_tidings("reindex", status=status, columns=200).output
    assert words in output
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("cause", "options", "status"),
    [
        (OldSchemaError("old"), ("--reindex",), 0),
        (OldSchemaError("old"), (), 1),
        (SchemaMismatchError("newer"), ("--reindex",), 1),
    ],
)
def test_provisioning_replaces_an_index_only_if_it_is_too_old_and_it_may(
    session, monkeypatch, cause, options, status
):
    def refuse(*_, **__):
        raise ProvisioningFailedError(str(cause)) from cause

    monkeypatch.setattr(cli, "provision_servers", refuse)
    invoke_tidings("provision", *options, status=status)
    assert session.asked == ([None] if status == 0 else [])


class Cluster:
    """Answers requests to swap with ``answers``, one after the other; knows one alias."""

    def __init__(self, live, *answers):
        self.live = live
        self.answers = list(answers)

    def __call__(self, request):
        if request.method == "GET":
            return 200, {self.live: {"aliases": {"news": {}}}}
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        if answer == 200:
            self.live = "news-2"
            return 200, {"acknowledged": True}
        return 404, {"error": {"type": "aliases_not_found_exception"}, "status": 404}


LOST = ConnectionTimeout("no answer")


def swap(cluster):
    settings = ElasticsearchSettings(alias="news")
    Indices(fake_elasticsearch(cluster), settings).swap("news-1", "news-2")


@pytest.mark.parametrize("answers", [(200,), (LOST, 200), (KeyboardInterrupt(), 200)])
def test_a_swap_whose_answer_is_lost_or_not_waited_for_is_asked_again(answers):
    cluster = Cluster("news-1", *answers)
    swap(cluster)
    assert cluster.live == "news-2"


def test_a_swap_that_was_done_though_its_answer_was_lost_is_done():
    swap(Cluster("news-2", LOST, 404))


def test_a_swap_that_another_has_done_otherwise_is_refused():
    with pytest.raises(ReindexError, match="news-1 is not behind the alias"):
        swap(Cluster("news-7", 404))


def test_a_swap_that_stays_unknown_says_so():
    with pytest.raises(SwapUnknownError, match="not known"):
        swap(Cluster("news-1", *[LOST] * SWAP_TRIES))
