"""A wrong setting ends the start with one message that helps, and with no value in it."""

from __future__ import annotations

import json
import logging
import os

import pytest
import structlog
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tidings.configuration.checking import check_settings
from tidings.configuration.declaration import Declaration
from tidings.configuration.forms import Brokers
from tidings.configuration.problems import describe_unknown, find_problems, find_unknown
from tidings.settings import StageSettings


class Secured(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TIDINGS_DEMO_")

    user: str | None = None
    password: SecretStr | None = Field(default=None, min_length=8)
    homes: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def need_both(self) -> Secured:
        if self.user and not self.password:
            raise ValueError("TIDINGS_DEMO_USER is set and TIDINGS_DEMO_PASSWORD is not")
        return self


class Servers(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TIDINGS_DEMO_")

    brokers: Brokers = "127.0.0.1:9092"


class Needing(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TIDINGS_DEMO_")

    address: str


STAGE = Declaration("demo", (StageSettings, Servers, Secured))


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch):
    for name in [each for each in os.environ if each.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)


def test_nothing_is_wrong_with_the_defaults():
    assert find_problems(STAGE) == []


def test_a_wrong_value_is_named_with_its_form_and_its_default(monkeypatch):
    monkeypatch.setenv("TIDINGS_METRICS_PORT", "ninety")
    (problem,) = find_problems(STAGE)
    assert problem == (
        "TIDINGS_METRICS_PORT has a value that it does not take: a whole number from 0 to 65535 is "
        "expected; default: 9100"
    )


def test_every_wrong_value_of_every_class_is_named_at_once(monkeypatch):
    monkeypatch.setenv("TIDINGS_STUCK_AFTER_S", "0")
    monkeypatch.setenv("TIDINGS_DEMO_BROKERS", "http://kafka")
    monkeypatch.setenv("TIDINGS_DEMO_HOMES", "{")
    problems = find_problems(STAGE)
    assert [each.split()[0] for each in problems] == [
        "TIDINGS_STUCK_AFTER_S",
        "TIDINGS_DEMO_BROKERS",
        "TIDINGS_DEMO_HOMES",
    ]


def test_what_has_to_be_set_and_is_not_is_said_so():
    (problem,) = find_problems(Declaration("demo", (Needing,)))
    assert problem == (
        "TIDINGS_DEMO_ADDRESS is not set: text is expected; default: none: it has to be set"
    )


def test_a_contradiction_within_a_class_is_told_in_its_own_words(monkeypatch):
    monkeypatch.setenv("TIDINGS_DEMO_USER", "reader")
    (problem,) = find_problems(STAGE)
    assert problem == "TIDINGS_DEMO_USER is set and TIDINGS_DEMO_PASSWORD is not"


def test_a_contradiction_of_the_stage_is_looked_for_when_each_value_is_right(monkeypatch):
    stage = Declaration("demo", (StageSettings,), lambda values: ["TIDINGS_A beside TIDINGS_B"])
    assert find_problems(stage) == ["TIDINGS_A beside TIDINGS_B"]
    monkeypatch.setenv("TIDINGS_METRICS_PORT", "-1")
    assert "TIDINGS_A beside TIDINGS_B" not in find_problems(stage)


def test_no_message_quotes_a_value(monkeypatch):
    for name in ("METRICS_PORT", "LOG_FORMAT", "DEMO_BROKERS"):
        monkeypatch.setenv(f"TIDINGS_{name}", "canary 7f3a")
    monkeypatch.setenv("TIDINGS_DEMO_PASSWORD", "7f3a")
    problems = find_problems(STAGE)
    monkeypatch.setenv("TIDINGS_DEMO_HOMES", "canary 7f3a")
    problems += find_problems(STAGE)
    assert {each.split()[0] for each in problems} >= {"TIDINGS_DEMO_PASSWORD", "TIDINGS_DEMO_HOMES"}
    assert "7f3a" not in " ".join(problems)


def test_a_typing_error_in_a_name_is_found_with_the_nearest_name():
    known = {"TIDINGS_KAFKA_BOOTSTRAP_SERVERS", "TIDINGS_METRICS_PORT"}
    unknown = find_unknown(
        {"TIDINGS_KAFKA_BOOTSTRAP_SERVER": "", "TIDINGS_UNHEARD_OF": "", "PATH": ""}, known
    )
    assert unknown == {
        "TIDINGS_KAFKA_BOOTSTRAP_SERVER": "TIDINGS_KAFKA_BOOTSTRAP_SERVERS",
        "TIDINGS_UNHEARD_OF": None,
    }
    near, far = describe_unknown(unknown)
    assert near == (
        "TIDINGS_KAFKA_BOOTSTRAP_SERVER is read by nothing; TIDINGS_KAFKA_BOOTSTRAP_SERVERS is "
        "the nearest name"
    )
    assert far == "TIDINGS_UNHEARD_OF is read by nothing"


def test_the_case_of_a_name_does_not_count():
    assert find_unknown({"tidings_metrics_port"}, {"TIDINGS_METRICS_PORT"}) == {}


class TestStart:
    @pytest.fixture(autouse=True)
    def the_log_as_it_was(self):
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        yield
        root.handlers, root.level = handlers, level
        structlog.reset_defaults()

    def test_right_settings_let_the_stage_go_on(self, capsys):
        check_settings(STAGE)
        assert capsys.readouterr().err == ""

    def test_a_wrong_one_ends_it_with_2_and_one_line(self, monkeypatch, capsys):
        monkeypatch.setenv("TIDINGS_METRICS_PORT", "x")
        monkeypatch.setenv("TIDINGS_LOG_FORMAT", "y")
        with pytest.raises(SystemExit) as ended:
            check_settings(STAGE)
        assert ended.value.code == 2
        (line,) = capsys.readouterr().err.splitlines()
        told = json.loads(line)
        assert told["stage"] == "demo"
        assert "TIDINGS_METRICS_PORT has" in told["reason"]
        assert "TIDINGS_LOG_FORMAT has" in told["reason"]

    def test_a_variable_that_nothing_reads_is_a_warning(self, monkeypatch, capsys):
        monkeypatch.setenv("TIDINGS_KAFKA_BOOTSTRAP_SERVER", "canary-7f3a")
        check_settings(STAGE)
        told = json.loads(capsys.readouterr().err)
        assert told["level"] == "warning"
        assert "TIDINGS_KAFKA_BOOTSTRAP_SERVERS is the nearest name" in told["reason"]
        assert "canary" not in json.dumps(told)
