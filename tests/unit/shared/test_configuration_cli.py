"""``tidings config``: what a stage would start with, without a secret, and statuses for scripts."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from tidings.configuration.cli import app
from tidings.configuration.declaration import Declaration
from tidings.configuration.effective import list_settings, mask_value
from tidings.settings import ElasticsearchSettings, StageSettings

STAGE = Declaration("demo", (StageSettings, ElasticsearchSettings))


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch):
    for name in [each for each in os.environ if each.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("tidings.configuration.cli.find_declarations", lambda: {"demo": STAGE})


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def find_setting(name):
    return next(each for each in list_settings(STAGE, os.environ) if each.name == name)


class TestValues:
    def test_a_setting_says_whether_it_was_given(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "9999")
        given, not_given = find_setting("TIDINGS_METRICS_PORT"), find_setting("TIDINGS_LOG_LEVEL")
        assert (given.value, given.source, given.default) == ("9999", "environment", "9100")
        assert (not_given.value, not_given.source) == ("info", "default")

    def test_a_secret_is_masked_and_its_absence_is_told(self, monkeypatch):
        assert find_setting("TIDINGS_ELASTICSEARCH_API_KEY").value == "none"
        monkeypatch.setenv("TIDINGS_ELASTICSEARCH_API_KEY", "canary-7f3a")
        assert find_setting("TIDINGS_ELASTICSEARCH_API_KEY").value == "********"

    def test_a_secret_is_masked_beside_a_wrong_value_too(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_ELASTICSEARCH_API_KEY", "canary-7f3a")
        monkeypatch.setenv("TIDINGS_ELASTICSEARCH_REPLICAS", "many")
        assert find_setting("TIDINGS_ELASTICSEARCH_REPLICAS").value == "many"
        assert find_setting("TIDINGS_ELASTICSEARCH_API_KEY").value == "********"

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (
                "https://reader:canary@es.example.org:9200/x",
                "https://********@es.example.org:9200/x",
            ),
            ("http://a:1,http://u:canary@b:2", "http://a:1,http://********@b:2"),
            ("a@example.org", "a@example.org"),
            ({"a": "山西省/太原市"}, '{"a": "山西省/太原市"}'),
            (None, "none"),
        ],
    )
    def test_the_password_in_an_address_is_masked(self, value, shown):
        assert mask_value(value) == shown


class TestShow:
    def test_it_prints_each_setting_of_the_stage(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "9999")
        shown = run("show", "--stage", "demo")
        assert shown.exit_code == 0
        rows = {
            words[0]: words[1:] for line in shown.stdout.splitlines() if (words := line.split())
        }
        assert rows["TIDINGS_METRICS_PORT"] == ["9999", "environment"]

    def test_as_json_it_has_problems_and_unknown_names_too(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "x")
        monkeypatch.setenv("TIDINGS_METRIC_HOST", "y")
        shown = run("show", "--json")
        assert shown.exit_code == 2
        told = json.loads(shown.stdout)
        assert told["stages"]["demo"]["settings"][0] == {
            "name": "TIDINGS_METRICS_HOST",
            "value": "127.0.0.1",
            "source": "default",
            "form": "text",
            "default": "127.0.0.1",
        }
        assert len(told["stages"]["demo"]["problems"]) == 1
        assert told["unknown"] == [
            "TIDINGS_METRIC_HOST is read by nothing; TIDINGS_METRICS_HOST is the nearest name"
        ]

    def test_no_secret_is_in_anything_that_it_prints(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_ELASTICSEARCH_API_KEY", "canary-7f3a")
        monkeypatch.setenv("TIDINGS_ELASTICSEARCH_API_KEYS", "canary-7f3a")
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "x")
        for arguments in (("show",), ("show", "--json"), ("check",), ("check", "--json")):
            assert "canary" not in run(*arguments).output

    def test_a_stage_that_is_not_installed_is_named(self):
        shown = run("show", "--stage", "press")
        assert shown.exit_code == 2
        assert "no stage press is installed; there are: demo" in shown.stderr


class TestCheck:
    def test_right_settings_are_said_to_be_right(self):
        shown = run("check")
        assert shown.exit_code == 0
        assert shown.stdout == "The settings of demo are right.\n"

    def test_wrong_ones_end_with_2_and_are_named_on_standard_error(self, monkeypatch):
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "x")
        shown = run("check")
        assert shown.exit_code == 2
        assert shown.stdout == ""
        assert "demo: TIDINGS_METRICS_PORT has a value that it does not take" in shown.stderr
