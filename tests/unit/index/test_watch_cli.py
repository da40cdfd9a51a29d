"""The ``watch`` commands: what they store, what they tell, and what they refuse in one line."""

from __future__ import annotations

import json
import stat

import pytest
from commands import invoke_tidings
from index_parts import fake_elasticsearch, hits_of
from webhook_receiver import receive_hooks

from tidings_index import lookup
from tidings_index.watch.watch_file import read_watches

URL = "https://receiver.example/hook"
HOSTILE = ("\x1b[31m", "a b", "../x", "", "x" * 101, "\u202ebridges", "[bold]")


@pytest.fixture
def index(monkeypatch):
    """Give what the index is asked; it answers with ``answer``."""

    class Index:
        answer = (200, hits_of({"_id": "a" * 32, "_source": {"headline": "大桥"}}, total=12))

    def answer(request):
        Index.asked += request.lines()
        return Index.answer

    monkeypatch.setattr(lookup, "connect", lambda settings: fake_elasticsearch(answer))
    Index.asked = []
    return Index


@pytest.fixture
def run(tmp_path, index):
    def run_command(*arguments, **options):
        return invoke_tidings("watch", *arguments, "--file", str(tmp_path / "w.json"), **options)

    run_command.path = tmp_path / "w.json"
    return run_command


def test_a_watch_is_stored_with_its_filters_and_its_secret_is_shown_once(run, index):
    done = run(
        "add", "bridges", "大桥", "--webhook", URL, "--person", "周明远", "--place", "临江市"
    )
    secret = done.stdout.strip()
    assert secret.startswith("whsec_")
    assert "found already: 12 articles;" in done.stderr
    assert "receiver.example" in done.stderr
    (watch,) = read_watches(run.path)
    assert watch.secret.get_secret_value() == secret
    assert watch.question.persons == ("周明远",)
    assert watch.question.places == ("临江市",)
    assert len(index.asked) == 1
    assert stat.S_IMODE(run.path.stat().st_mode) == 0o600
    told = run("list", columns=200).stdout + run("show", "bridges").stdout
    told += run("list", "--json").stdout + run("show", "bridges", "--json").stdout
    assert secret not in told
    assert "bridges" in told
    assert "大桥" in told


def test_json_tells_the_same(run):
    told = json.loads(run("add", "a", "大桥", "--webhook", URL, "--json").stdout)
    assert told["secret"].startswith("whsec_")
    assert told["matches_now"] == 12
    assert told["question"] == {"words": "大桥"}
    assert json.loads(run("list", "--json").stdout)["watches"][0]["state"] == "active"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_one_word_and_hostile_ones_do_no_harm(run, name):
    done = run("add", name, "大桥", "--webhook", URL, status=1)
    assert "a name has letters and digits" in done.stderr
    assert "\x1b" not in done.stderr
    assert not run.path.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://receiver.example/", "https://"),
        ("https://", "https://"),
        ("http://receiver.example/", "--allow-private"),
        ("https://me:word@receiver.example/", "no name or password"),
        ("https://receiver.example/a b", "no blanks"),
        ("https://receiver.example/\x1b", "no blanks"),
        ("https://[::1", "url"),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_reason(run, url, words):
    done = run("add", "bridges", "大桥", "--webhook", url, status=1)
    assert words in done.stderr
    assert "word@" not in done.stderr
    assert not run.path.exists()


def test_a_search_that_elasticsearch_refuses_is_no_watch(run, index):
    reason = {"error": {"root_cause": [{"reason": "failed to parse date field [soon]"}]}}
    index.answer = (400, reason)
    done = run("add", "a", "大桥", "--webhook", URL, "--since", "soon", status=1)
    assert "failed to parse date field [soon]" in done.stderr
    assert not run.path.exists()


def test_more_words_than_a_search_takes_are_refused(run):
    done = run("add", "a", "桥" * 300, "--webhook", URL, status=1)
    assert "200" in done.stderr


def test_a_name_is_taken_once_and_what_is_not_there_is_named(run):
    run("add", "bridges", "大桥", "--webhook", URL)
    assert "already" in run("add", "bridges", "桥", "--webhook", URL, status=1).stderr
    assert "no watch harbour" in run("remove", "harbour", status=1).stderr
    assert "no watch harbour" in run("show", "harbour", status=1).stderr
    run("remove", "bridges")
    assert read_watches(run.path) == ()
    assert "No watches" in run("list").stdout


def test_a_file_that_others_can_read_is_refused(run):
    run("add", "bridges", "大桥", "--webhook", URL)
    run.path.chmod(0o644)
    assert "chmod 600" in run("list", status=1).stderr


def test_a_test_posts_the_best_match_and_tells_the_answer(run):
    with receive_hooks() as receiver:
        receiver.answer("/hook", 204, 500)
        run("add", "a", "大桥", "--webhook", receiver.url("/hook"), "--allow-private")
        done = run("test", "a")
        assert "HTTP status 204" in done.stderr
        failed = run("test", "a", "--json", status=1)
        assert json.loads(failed.stdout)["detail"] == "HTTP status 500"
        first, second = receiver.at("/hook")
    assert first.data["is_test"] is True
    assert first.data["headline"] == "大桥"
    assert first.id != second.id


def test_a_test_without_an_index_posts_an_article_that_is_made_up(run, index):
    with receive_hooks() as receiver:
        run("add", "a", "大桥", "--webhook", receiver.url("/hook"), "--allow-private")
        index.answer = (503, {})
        run("test", "a")
        (hook,) = receiver.at("/hook")
    assert hook.article == "0" * 32
