"""``tidings pull``: a line for each feed that has something to say, and statuses for scripts."""

from __future__ import annotations

import json

import pytest
import typer
from feed_server import Answer, serve_feeds
from typer.testing import CliRunner

from tidings import __version__
from tidings.pull.command import pull

RSS = b'<rss version="2.0"><channel/></rss>'


def item(status, **more):
    return {"id": "1" * 32, "status": status, "headline": "a", **more}


ACCEPTED, UNCHANGED = item("accepted"), item("unchanged")
REJECTED = item("rejected", problem={"where": "item 2", "detail": "empty\x1b[2J"})
HELD = item("accepted", held_until="2031-05-04T12:00:00Z")


@pytest.fixture
def server(monkeypatch):
    with serve_feeds() as running:
        monkeypatch.setenv("TIDINGS_INGEST_URL", running.ingest_url)
        monkeypatch.delenv("TIDINGS_KEY", raising=False)
        running.answers["/a"] = Answer(RSS, headers={"Content-Type": "text/xml"}, etag='"1"')
        yield running


def tell(server, *items, notes=()):
    server.ingested = (202, {"format": "rss", "notes": list(notes), "items": list(items)})


def run(tmp_path, *arguments, private=True, **variables):
    app = typer.Typer()
    app.command()(pull)
    given = [*map(str, arguments), *(["--allow-private"] if private else [])]
    variables = {"COLUMNS": "200", **variables}
    return CliRunner().invoke(app, [*given, "--data-dir", str(tmp_path)], env=variables)


def test_what_is_new_is_one_line_and_nothing_new_is_none(server, tmp_path):
    tell(server, ACCEPTED, ACCEPTED, HELD, UNCHANGED, notes=["read as gb18030"])
    done = run(tmp_path, server.url("/a"), "--source", "river", "--feed", "daily")
    line = f"{server.url('/a')}: 3 accepted (1 held back), 1 unchanged\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, line, "")
    assert server.pushed[0][0] == "/v1/articles?source=river&feed=daily"

    again = run(tmp_path, server.url("/a"), "--source", "river", "--feed", "daily")
    assert (again.exit_code, again.output) == (0, "")
    assert len(server.pushed) == 1
    said = run(tmp_path, server.url("/a"), "--source", "river", "--feed", "daily", "-v")
    assert said.stdout == f"{server.url('/a')}: nothing new\n"


def test_only_unchanged_items_are_nothing_new_unless_asked(server, tmp_path):
    tell(server, UNCHANGED, notes=["a note"])
    assert run(tmp_path, server.url("/a")).output == ""
    done = run(tmp_path, server.url("/a"), "--fresh", "-v")
    assert done.stdout == f"{server.url('/a')}: 1 unchanged\n"
    assert done.stderr == f"tidings: {server.url('/a')}: a note\n"


def test_fresh_pushes_what_is_known_already(server, tmp_path):
    tell(server, ACCEPTED)
    for _ in range(2):
        assert "1 accepted" in run(tmp_path, server.url("/a"), "--fresh").stdout


def test_a_feed_that_fails_is_named_and_the_others_go_on(server, tmp_path):
    tell(server, ACCEPTED, REJECTED)
    server.answers["/gone"] = Answer(status=410)
    done = run(tmp_path, server.url("/none"), server.url("/gone"), server.url("/a"))

    assert done.exit_code == 1
    assert done.stdout == f"{server.url('/a')}: 1 accepted, 1 rejected\n"
    assert f"{server.url('/none')}: HTTP status 404\n" in done.stderr
    assert f"{server.url('/gone')}: gone for good (HTTP status 410)" in done.stderr
    assert f"{server.url('/a')}: item 2: empty\\x1b[2J\n" in done.stderr
    assert "\x1b" not in done.output


def test_json_is_one_line_a_feed(server, tmp_path):
    tell(server, ACCEPTED, REJECTED, notes=["a note"])
    server.answers["/moved"] = Answer(status=301, headers={"Location": "/a"})
    done = run(tmp_path, server.url("/moved"), server.url("/none"), "--json", "--source", "s")

    told = {each["address"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert (done.exit_code, done.stderr) == (1, "")
    assert told[server.url("/moved")] == {
        "address": server.url("/moved"),
        "source": "s",
        "feed": None,
        "outcome": "delivered",
        "accepted": 1,
        "unchanged": 0,
        "rejected": 1,
        "held": 0,
        "problems": ["item 2: empty\x1b[2J"],
        "notes": ["a note"],
        "moved_to": server.url("/a"),
    }
    assert told[server.url("/none")]["outcome"] == "unreachable"


def test_this_machine_is_not_fetched_from_unless_allowed(server, tmp_path):
    done = run(tmp_path, server.url("/a"), private=False)
    assert done.exit_code == 1
    assert "refused: 127.0.0.1 is a loopback address" in done.stderr
    assert "--allow-private" in done.stderr
    assert server.asked == []


def test_a_redirect_to_what_is_never_fetched_from_is_refused_in_a_clear_line(server, tmp_path):
    server.answers["/to-cloud"] = Answer(
        status=302, headers={"Location": "http://169.254.169.254/latest/"}
    )
    done = run(tmp_path, server.url("/to-cloud"))
    assert done.exit_code == 1
    assert "refused: 169.254.169.254 is a link-local address" in done.stderr
    assert "--allow-private" not in done.stderr


def test_the_servers_of_feeds_are_told_who_asks_and_nothing_of_our_key(server, tmp_path):
    tell(server, ACCEPTED)
    done = run(
        tmp_path,
        server.url("/a"),
        TIDINGS_KEY="tid_canary",
        TIDINGS_CONTACT="https://desk.example/bot",
    )
    (_, headers), (_, pushed, _) = server.asked[0], server.pushed[0]
    assert headers["user-agent"] == (
        f"Tidings/{__version__} (news feed fetcher; +https://desk.example/bot)"
    )
    assert "authorization" not in headers
    assert pushed["authorization"] == "Bearer tid_canary"
    assert server.pushed[0][0] == "/v1/articles"
    assert "canary" not in done.output


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--every", "5s"], 2, "--every: 5s is not between 30s and 7d"),
        (["--every", "soon"], 2, "no length of time"),
        (["--contact", "me\r\nX: y"], 2, "--contact or TIDINGS_CONTACT: a contact is"),
        (["--format", "pdf"], 1, "--format pdf is none of"),
        (["--list", "/nowhere.txt"], 1, "/nowhere.txt: No such file"),
        (["ftp://a.example/"], 2, "neither http nor https"),
    ],
)
def test_options_that_cannot_be_are_said_before_anything_is_asked(
    server, tmp_path, arguments, status, words
):
    done = run(tmp_path, server.url("/a"), *arguments)
    assert (done.exit_code, server.asked) == (status, [])
    assert words in done.stderr


def test_a_missing_stack_is_said(server, tmp_path, monkeypatch):
    monkeypatch.delenv("TIDINGS_INGEST_URL")
    done = run(tmp_path, server.url("/a"))
    assert (done.exit_code, server.asked) == (1, [])
    assert "no running stack" in done.stderr
