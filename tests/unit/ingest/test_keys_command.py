"""``tidings keys``: a secret is shown once, and never again."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tidings_ingest.keys.cli import app
from tidings_ingest.keys.key import hash_token
from tidings_ingest.keys.key_file import read_keys


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments, file=tmp_path / "keys.json"):
        environment = {"TIDINGS_KEYS_FILE": str(file) if file else None, "COLUMNS": "200"}
        return CliRunner().invoke(app, list(map(str, arguments)), env=environment)

    return invoke


def test_add_prints_the_token_alone_so_that_a_script_can_take_it(run, tmp_path):
    done = run("add", "riverside")
    assert done.exit_code == 0, done.stderr
    token = done.stdout.strip()
    (key,) = read_keys(tmp_path / "keys.json")
    assert (key.name, key.source, key.kind) == ("riverside", "riverside", "bearer")
    assert key.hash == hash_token(token)
    assert token not in done.stderr


def test_a_webhook_key_has_its_secret_printed_and_can_be_rotated(run, tmp_path):
    first = run("add", "riverside", "--kind", "webhook", "--name", "cms").stdout.strip()
    second = run("rotate", "cms").stdout.strip()
    (key,) = read_keys(tmp_path / "keys.json")
    assert [each.get_secret_value() for each in key.secrets] == [second, first]
    assert "2 secrets" in run("list").stdout


def test_nothing_but_adding_and_rotating_ever_shows_a_secret(run, tmp_path):
    token = run("add", "riverside").stdout.strip()
    secret = run("add", "hill-daily", "--kind", "webhook").stdout.strip()
    said = ""
    for arguments in (
        ("list",),
        ("list", "--json"),
        ("rotate", "riverside"),
        ("add", "riverside", "--name", "riverside"),
        ("revoke", "nobody"),
        ("revoke", "riverside"),
    ):
        done = run(*arguments)
        said += done.output + done.stderr + repr(done.exception)
    assert token not in said
    assert token.split("_", 2)[2] not in said
    assert secret not in said
    assert "hill-daily" in said
    assert [each.name for each in read_keys(tmp_path / "keys.json")] == ["hill-daily"]


def test_json_tells_the_same(run):
    told = json.loads(run("add", "临江日报", "--json").stdout)
    assert told.keys() == {"name", "source", "kind", "created_at", "token"}
    (listed,) = json.loads(run("list", "--json").stdout)["keys"]
    assert listed == {name: told[name] for name in ("name", "source", "kind", "created_at")}


def test_a_second_key_of_a_source_gets_a_name_of_its_own(run):
    for _ in range(3):
        run("add", "riverside")
    names = [each["name"] for each in json.loads(run("list", "--json").stdout)["keys"]]
    assert names == ["riverside", "riverside-2", "riverside-3"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("add", "a b"), "a name has letters"),
        (("add", "riverside", "--name", "\x1b[31m"), "a name has letters"),
        (("revoke", "nobody"), "no key nobody"),
        (("rotate", "nobody"), "no key nobody"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, arguments, word):
    done = run(*arguments)
    assert done.exit_code == 1
    assert word in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\x1b[31m" not in done.stderr


def test_a_file_has_to_be_named_to_exist_and_to_be_whole(run, tmp_path):
    assert "--file or TIDINGS_KEYS_FILE" in run("list", file=None).stderr
    assert "No such file" in run("list").stderr
    assert "No such file" in run("add", "a", file=tmp_path / "none" / "keys.json").stderr
    (tmp_path / "keys.json").write_text("{")
    (tmp_path / "keys.json").chmod(0o600)
    assert "JSON" in run("add", "a").stderr
    assert (tmp_path / "keys.json").read_text() == "{"
