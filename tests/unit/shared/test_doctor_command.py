"""``tidings doctor``: what it prints, the status scripts rely on, and a machine with nothing."""

from __future__ import annotations

import json
import os

import pytest
import typer
from typer.testing import CliRunner

from tidings.doctor import command
from tidings.doctor.finding import Finding, Place
from tidings.doctor.rooms import ORDER, examine_all, find_rooms


def run(*arguments):
    app = typer.Typer()
    app.command()(command.doctor)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def rooms(monkeypatch):
    found = {"a": lambda _: [Finding("disk", "ok", "50 GB free")]}
    monkeypatch.setattr(command, "find_rooms", lambda: found)
    monkeypatch.setenv("COLUMNS", "200")
    return found


def break_down(_place):
    yield Finding("first", "ok", "was found")
    raise OSError("no such\nthing")


def test_a_room_that_fails_is_a_finding_and_the_others_go_on(tmp_path):
    rooms = {"broken": break_down, "whole": lambda _: [Finding("disk", "ok", "x")]}
    found = examine_all(rooms, Place(tmp_path, tmp_path, None, runs=False))
    assert [(each.check, each.severity) for each in found] == [
        ("first", "ok"),
        ("broken", "warning"),
        ("disk", "ok"),
    ]
    assert found[1].seen == "not checked: OSError: no such thing"


def test_nothing_wrong_is_one_line_and_a_success(rooms):
    shown = run()
    assert (shown.exit_code, shown.stdout) == (0, "1 ok, 0 warnings, 0 errors\n")
    assert "disk  50 GB free" in run("--all").stdout


def test_a_warning_is_shown_and_is_no_failure(rooms):
    rooms["b"] = lambda _: [
        Finding("ports", "warning", "taken", "free", "tidings up --port-base 1")
    ]
    shown = run()
    assert shown.exit_code == 0
    assert "! ports  taken  (expected: free)\n    → tidings up --port-base 1" in shown.stdout


def test_an_error_is_a_failure(rooms):
    rooms["b"] = lambda _: [Finding("jars", "error", "3 of 100 are missing", "all", "make setup")]
    assert run().exit_code == 1
    told = run("--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout) == {
        "ok": False,
        "findings": [
            {"check": "disk", "severity": "ok", "seen": "50 GB free", "expected": "", "advice": ""},
            {
                "check": "jars",
                "severity": "error",
                "seen": "3 of 100 are missing",
                "expected": "all",
                "advice": "make setup",
            },
        ],
    }


def test_what_a_server_says_does_nothing_to_the_terminal(rooms):
    rooms["b"] = lambda _: [Finding("kafka", "error", "a\x1b[2J", "b\x07", "c\x1b]0;d")]
    assert "\x1b" not in run().stdout


def test_every_package_has_its_room():
    assert list(find_rooms())[: len(ORDER)] == list(ORDER)


def test_a_machine_with_nothing_is_told_what_to_do_first(tmp_path, monkeypatch):
    for name in [each for each in os.environ if each.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TIDINGS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TIDINGS_CACHE_DIR", str(tmp_path / "cache"))
    shown = run("--json")
    assert shown.exit_code == 1
    found = {each["check"]: each for each in json.loads(shown.stdout)["findings"]}
    assert found["jars"]["advice"] == found["models"]["advice"] == "make setup"
    for check in ("kafka", "elasticsearch", "stages"):
        assert found[check]["seen"] == "not checked: no stack runs here"
        assert found[check]["advice"] == "tidings up"
    wrong = {each["check"] for each in found.values() if each["severity"] == "error"}
    assert wrong == {"jars", "models"}


def test_servers_that_a_variable_names_and_that_are_away_are_errors(tmp_path, monkeypatch):
    monkeypatch.setenv("TIDINGS_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setenv("TIDINGS_ELASTICSEARCH_URL", "http://127.0.0.1:1")
    shown = run("--json", "--data-dir", str(tmp_path))
    found = {each["check"]: each for each in json.loads(shown.stdout)["findings"]}
    for check in ("kafka", "elasticsearch"):
        assert found[check]["severity"] == "error"
        assert found[check]["advice"].startswith("start it")
