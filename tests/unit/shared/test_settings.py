"""Settings come from the environment, are checked, and never change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tidings.settings import ElasticsearchSettings, KafkaSettings, StageSettings


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch):
    for name in ("TIDINGS_METRICS_PORT", "TIDINGS_KAFKA_BOOTSTRAP_SERVERS", "TIDINGS_LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)


def test_everything_listens_and_looks_on_loopback_unless_told_otherwise():
    assert KafkaSettings().bootstrap_servers.startswith("127.0.0.1:")
    assert ElasticsearchSettings().url.startswith("http://127.0.0.1:")
    assert StageSettings().metrics_host == "127.0.0.1"


def test_variables_carry_the_prefix_of_their_part(monkeypatch):
    monkeypatch.setenv("TIDINGS_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
    monkeypatch.setenv("TIDINGS_ELASTICSEARCH_ALIAS", "archive")
    monkeypatch.setenv("TIDINGS_METRICS_PORT", "9102")
    assert KafkaSettings().bootstrap_servers == "kafka:9092"
    assert ElasticsearchSettings().alias == "archive"
    assert StageSettings().metrics_port == 9102


@pytest.mark.parametrize(("copies", "in_sync"), [(1, 1), (2, 1), (3, 2), (5, 4)])
def test_one_copy_may_be_away_while_messages_are_acknowledged(copies, in_sync):
    assert KafkaSettings(replication_factor=copies).min_insync_replicas == in_sync


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TIDINGS_METRICS_PORT", "65536"),
        ("TIDINGS_METRICS_PORT", "-1"),
        ("TIDINGS_METRICS_PORT", "http"),
        ("TIDINGS_LOG_FORMAT", "xml"),
        ("TIDINGS_STUCK_AFTER_S", "0"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError) as refused:
        StageSettings()
    field = variable.removeprefix("TIDINGS_").lower()
    assert field in str(refused.value)


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        KafkaSettings().bootstrap_servers = "elsewhere:9092"


def test_the_key_is_in_no_text_made_of_the_settings(monkeypatch):
    monkeypatch.setenv("TIDINGS_ELASTICSEARCH_API_KEY", "canary-7f3a")
    settings = ElasticsearchSettings()
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "canary-7f3a"
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert "canary" not in text
