"""What the embedded stack tells its processes."""

from __future__ import annotations

from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings_local.ports import choose_ports
from tidings_local.process_table import SECURED, list_services


def test_passwords_and_certificates_of_other_servers_are_not_for_the_embedded_ones(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("TIDINGS_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
    monkeypatch.setenv("TIDINGS_KAFKA_SASL_USERNAME", "ingest")
    monkeypatch.setenv("TIDINGS_KAFKA_SASL_PASSWORD", "canary-7f3a")
    monkeypatch.setenv("TIDINGS_ELASTICSEARCH_CA_FILE", "/nowhere.pem")
    for each in list_services(tmp_path, choose_ports(None)):
        for name, value in each.environment.items():
            monkeypatch.setenv(name, value)
        assert KafkaSettings().security_protocol == "PLAINTEXT"
        assert KafkaSettings().sasl_password is None
        assert ElasticsearchSettings().ca_file is None


def test_no_setting_of_a_secured_connection_is_forgotten():
    plain = {"bootstrap_servers", "replication_factor", "partitions", "url", "alias", "replicas"}
    assert set(SECURED) == {
        f"{settings.model_config['env_prefix']}{name}".upper()
        for settings in (KafkaSettings, ElasticsearchSettings)
        for name in set(settings.model_fields) - plain
    }
