"""``search`` and ``show`` without a server: exit codes, JSON, and one line for what goes wrong."""

from __future__ import annotations

import json

import pytest
import typer
from elastic_transport import ConnectionError as NoConnection
from index_parts import NOW, fake_elasticsearch, hits_of, make_tagged
from typer.testing import CliRunner

from tidings_index import cli, lookup
from tidings_index.documents import build_document

URL = "http://127.0.0.1:23456"
MISSING = {
    "error": {"type": "index_not_found_exception", "reason": "no such index [articles]"},
    "status": 404,
}


def fields_of(number, **fields):
    return json.loads(build_document(make_tagged(number, **fields), NOW).body)


def hit_of(fields):
    return {"_id": fields["id"], "_score": None, "_source": fields}


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a command against an Elasticsearch that answers as it is told."""
    app = typer.Typer()
    for command in (cli.search, cli.show):
        app.command()(command)

    def run_command(answer, *arguments, url=URL):
        monkeypatch.setattr(lookup, "connect", lambda settings: fake_elasticsearch(answer))
        environment = {"TIDINGS_ELASTICSEARCH_URL": url, "TIDINGS_DATA_DIR": str(tmp_path)}
        return CliRunner().invoke(app, list(arguments), env=environment)

    return run_command


def always(status, value):
    return lambda request: (status, value)


def away(request):
    raise NoConnection("refused")


def test_nothing_found_is_no_failure(run):
    done = run(always(200, hits_of()), "search", "桥", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"total": 0, "hits": []}


def test_every_option_reaches_the_query(run):
    asked = []

    def answer(request):
        asked.append(json.loads(request.body))
        return 200, hits_of()

    options = ("--person", "甲", "--person", "乙", "--place", "丙", "--organization", "丁")
    more = ("--event", "Protest", "--since", "2031-05-01", "--until", "2031-05-02", "--size", "3")
    stories = ("--story", "a" * 32, "--one-per-story")
    assert run(answer, "search", "桥 路", *options, *more, "--label", "戊", *stories).exit_code == 0
    (request,) = asked
    text = json.dumps(request, ensure_ascii=False)
    for value in ("甲", "乙", "丙", "丁", "戊", "Protest", "2031-05-01", "2031-05-02", "桥"):
        assert value in text
    assert "a" * 32 in text
    assert request["collapse"] == {"field": "story_id"}
    assert request["size"] == 3


@pytest.mark.parametrize("command", [("search", "桥"), ("show", "0" * 32), ("show", "abcdef")])
def test_elasticsearch_away_is_one_line_that_names_its_address(run, command):
    done = run(away, *command)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert URL in done.stderr


@pytest.mark.parametrize("command", [("search", "桥"), ("show", "0" * 32), ("show", "abcdef")])
def test_a_missing_index_says_what_makes_it(run, command):
    done = run(always(404, MISSING), *command)
    assert done.exit_code == 1
    assert "tidings provision" in done.stderr
    assert URL in done.stderr


def test_a_refused_query_gives_the_innermost_reason(run):
    cause = {"reason": "all shards failed", "caused_by": {"reason": "failed to parse [x]\n[y]"}}
    refused = {"error": {"type": "search_phase", "root_cause": [cause]}, "status": 400}
    done = run(always(400, refused), "search", "桥")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"tidings: Elasticsearch on {URL} refuses (400): failed to parse [x] [y]"
    ]


def test_without_a_stack_the_way_to_one_is_named(run):
    done = run(away, "search", "桥", url="")
    assert done.exit_code == 1
    assert "tidings up" in done.stderr


def test_show_prints_the_whole_document(run):
    fields = fields_of(1)
    done = run(
        always(200, {"_id": fields["id"], "_source": fields}), "show", fields["id"], "--json"
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout) == fields


def test_show_without_json_is_a_page(run):
    fields = fields_of(1)
    done = run(always(200, {"_id": fields["id"], "_source": fields}), "show", fields["id"])
    assert done.exit_code == 0
    assert fields["headline"] in done.stdout


def test_an_unknown_id_is_named_and_fails(run):
    done = run(always(404, {"_id": "0" * 32, "found": False}), "show", "0" * 32)
    assert done.exit_code == 1
    assert "0" * 32 in done.stderr


@pytest.mark.parametrize("given", ["abcde", "xyzxyzxyz", "0" * 33, "", "../x"])
def test_what_can_be_no_id_is_refused_without_asking(run, given):
    done = run(away, "show", given)
    assert done.exit_code == 1
    assert "no article id" in done.stderr


def test_a_start_of_one_id_is_enough(run):
    done = run(always(200, hits_of(hit_of(fields_of(7)))), "show", "ABCDEF", "--json")
    assert json.loads(done.stdout)["id"] == f"{7:032x}"


def test_a_start_of_several_ids_lists_them(run):
    answer = hits_of(hit_of(fields_of(7)), hit_of(fields_of(8, headline=None)))
    done = run(always(200, answer), "show", "abcdef")
    assert done.exit_code == 1
    assert f"{7:032x}" in done.stderr
    assert f"{8:032x}" in done.stderr


def test_json_gives_a_terminal_no_orders_and_still_says_what_the_text_is(run):
    hostile = "\x1b[2J\x9b\u202e\u2066桥\u3000"
    fields = fields_of(1, body=hostile, headline=hostile)
    done = run(
        always(200, {"_id": fields["id"], "_source": fields}), "show", fields["id"], "--json"
    )
    for character in "\x1b\x9b\u202e\u2066":
        assert character not in done.stdout
    assert "桥\u3000" in done.stdout
    assert json.loads(done.stdout)["body"] == hostile


def test_show_prints_the_revisions_of_an_article_and_asks_its_history_for_them(run):
    after, before = fields_of(1), fields_of(1)
    before |= {"revision": 0, "headline": "桥"}
    asked = []

    def answer(request):
        asked.append(request.path)
        if "history" in request.path:
            return 200, hits_of({"_source": before})
        return 200, {"_id": after["id"], "_source": after}

    done = run(answer, "show", after["id"], "--history", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert [each["headline"] for each in told["revisions"]] == ["桥", after["headline"]]
    assert asked[-1] == "/articles-history/_search"
    assert "revision 0" in run(answer, "show", after["id"], "--history").stdout


def test_a_history_that_is_missing_says_what_makes_it(run):
    fields = fields_of(1)

    def answer(request):
        if "history" in request.path:
            return 404, MISSING
        return 200, {"_id": fields["id"], "_source": fields}

    done = run(answer, "show", fields["id"], "--history")
    assert done.exit_code == 1
    assert "no index articles-history" in done.stderr
    assert "tidings provision" in done.stderr
