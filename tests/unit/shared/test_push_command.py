"""``tidings push`` names each file that failed, and does no harm to the terminal."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import typer
from typer.testing import CliRunner

from tidings.push import push
from tidings.push_session import choose_media_type, is_loopback

ACCEPTED = {"id": "1" * 32, "status": "accepted", "headline": "\x1b[31m临江\u202e", "revision": 5}


class FakeIngest(BaseHTTPRequestHandler):
    """Accepts everything but what begins with ``bad``."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, self.headers["Content-Type"], body))
        self.server.keys.append(self.headers["Authorization"])
        if body.startswith(b"bad"):
            told = {"detail": "the text is empty", "errors": [{"where": "body"}]}
            self._answer(422, told)
        else:
            self._answer(202, {"format": "text", "notes": ["a note"], "items": [ACCEPTED]})

    def _answer(self, status, told):
        written = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_):
        pass


@pytest.fixture
def ingest(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeIngest)
    server.requests, server.keys = [], []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("TIDINGS_INGEST_URL", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def run(*arguments, stdin=b"", **variables):
    app = typer.Typer()
    app.command()(push)
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin, env=variables)


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_every_article_is_printed_and_its_text_obeyed_by_no_terminal(ingest, tmp_path):
    done = run(write(tmp_path, "page.txt", b"a"), "--source", "gazette", "--feed", "front")

    assert done.exit_code == 0
    assert "accepted" in done.stdout
    assert "\\x1b[31m临江\\u202e" in done.stdout
    assert "\x1b" not in done.stdout
    assert ingest.requests == [("/v1/articles?source=gazette&feed=front", "text/plain", b"a")]


def test_each_file_that_failed_is_named_with_the_reason_and_the_others_go_on(ingest, tmp_path):
    good, bad = write(tmp_path, "good.txt", b"a"), write(tmp_path, "bad.txt", b"bad")
    huge = write(tmp_path, "huge.txt", b"x" * (16 * 1024**2 + 1))
    done = run(bad, huge, tmp_path / "none.txt", tmp_path, good)

    assert done.exit_code == 1
    assert f"{bad}: body: the text is empty" in done.stderr
    assert f"{huge}: file: the file is too large: more than 16 MiB" in done.stderr
    assert f"{tmp_path / 'none.txt'}: file: No such file" in done.stderr
    assert f"{tmp_path}: file: Is a directory" in done.stderr
    assert f"{good}: a note" in done.stderr
    assert len(ingest.requests) == 2


def test_json_has_every_article_and_every_file(ingest, tmp_path):
    done = run(write(tmp_path, "a.txt", b"a"), write(tmp_path, "b.txt", b"bad"), "--json")

    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [each["status"] for each in told["items"]] == ["accepted", "rejected"]
    assert told["items"][0]["id"] == ACCEPTED["id"]
    assert told["items"][1]["problem"]["detail"] == "the text is empty"
    assert told["notes"] == [{"file": str(tmp_path / "a.txt"), "note": "a note"}]


def test_standard_input_is_sent_as_what_was_asked_for(ingest):
    done = run("-", "--format", "json", stdin=b'{"headline":"a"}')

    assert done.exit_code == 0
    assert ingest.requests[0][1:] == ("application/json", b'{"headline":"a"}')


@pytest.mark.parametrize(
    ("file", "format_name", "media_type"),
    [
        ("page.txt", "auto", "text/plain"),
        ("a.JSON", "auto", "application/json"),
        ("picture.png", "auto", "application/octet-stream"),
        ("-", "auto", "application/octet-stream"),
        ("page.html", "text", "text/plain"),
    ],
)
def test_the_type_is_what_was_asked_for_or_what_the_name_says(file, format_name, media_type):
    assert choose_media_type(file, format_name) == media_type


def test_an_unknown_format_and_a_missing_stack_are_said_before_anything_is_sent(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("TIDINGS_INGEST_URL", raising=False)
    assert "--format x is none of auto, text" in run("a.txt", "--format", "x").stderr
    done = run("a.txt", "--data-dir", tmp_path)
    assert done.exit_code == 1
    assert "no running stack" in done.stderr


@pytest.mark.parametrize("how", ["option", "variable"])
def test_a_key_goes_with_each_file_and_names_the_source(ingest, tmp_path, how):
    files = [write(tmp_path, name, b"a") for name in ("a.txt", "b.txt")]
    if how == "option":
        done = run(*files, "--key", "tid_canary")
    else:
        done = run(*files, TIDINGS_KEY="tid_canary\n")

    assert done.exit_code == 0
    assert ingest.keys == ["Bearer tid_canary"] * 2
    assert [path for path, *_ in ingest.requests] == ["/v1/articles"] * 2
    assert "tid_canary" not in done.output + done.stderr
    run(files[0], "--key", "tid_canary", "--source", "gazette")
    assert ingest.requests[-1][0] == "/v1/articles?source=gazette"


def test_without_a_key_none_is_sent_and_the_source_is_manual(ingest, tmp_path):
    run(write(tmp_path, "a.txt", b"a"))
    run(write(tmp_path, "a.txt", b"a"), TIDINGS_KEY="")

    assert ingest.keys == [None, None]
    assert [path for path, *_ in ingest.requests] == ["/v1/articles?source=manual"] * 2


@pytest.mark.parametrize("key", ["tid canary", "tid_canary\nX: y", "钥匙canary"])
def test_what_can_be_no_key_is_refused_without_being_shown(ingest, tmp_path, key):
    done = run(write(tmp_path, "a.txt", b"a"), "--key", key)

    assert done.exit_code == 1
    assert "--key" in done.stderr
    assert "canary" not in done.output + done.stderr + repr(done.exception)
    assert ingest.requests == []


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_no_proxy_is_shown_what_goes_to_this_machine(ingest, tmp_path, monkeypatch, name):
    for each in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(each, raising=False)
    # Nobody listens on port 1: through it, nothing would arrive.
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    done = run(write(tmp_path, "a.txt", b"a"))

    assert (done.exit_code, len(ingest.requests)) == (0, 1)


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("ingest.example", False),
        ("10.0.0.1", False),
        ("localhost.example", False),
    ],
)
def test_only_this_machine_itself_is_reached_without_the_proxy(host, is_ours):
    assert is_loopback(host) is is_ours


@pytest.mark.parametrize(
    ("item", "options", "words"),
    [
        ({"status": "unchanged"}, [], "unchanged  "),
        (
            {"held_until": "2031-05-04T12:00:00Z\x1b"},
            ["--wait"],
            "held until 2031-05-04T12:00:00Z\\x1b  ",
        ),
    ],
)
def test_what_is_unchanged_or_held_back_is_said_and_what_is_held_is_not_waited_for(  # noqa: PLR0917
    ingest, tmp_path, monkeypatch, item, options, words
):
    monkeypatch.setitem(ACCEPTED, "held_until", None)
    for field, value in item.items():
        monkeypatch.setitem(ACCEPTED, field, value)
    done = run(write(tmp_path, "a.txt", b"a"), *options)

    assert (done.exit_code, done.stderr) == (0, f"tidings: {tmp_path / 'a.txt'}: a note\n")
    assert words in done.stdout
