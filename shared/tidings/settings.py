"""Settings come from ``TIDINGS_*`` variables, are read once in ``main``, and never change."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tidings.configuration.forms import Brokers, ServerUrl
from tidings.connection_checks import (
    find_sasl_contradictions,
    find_tls_contradictions,
    find_trust_contradictions,
    find_way_in_contradictions,
    refuse_any,
)
from tidings.topics import PARTITIONS


class KafkaSettings(BaseSettings):
    """How to reach the broker: ``TIDINGS_KAFKA_*``; docs/security.md."""

    # The input of an error would be the password, and an empty variable is how a file says none.
    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix="TIDINGS_KAFKA_",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    bootstrap_servers: Brokers = "127.0.0.1:9092"
    """Host and port, several separated by commas."""
    replication_factor: int = Field(default=1, ge=1)
    """Copies of each partition; 3 in production, where ``min.insync.replicas`` becomes 2."""
    partitions: int = Field(default=PARTITIONS, ge=1)
    """Of each topic whose work is shared out: as many workers of a stage can there be."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = "SCRAM-SHA-512"
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    ca_file: Path | None = None
    """PEM; without it, the authorities that this machine trusts."""
    cert_file: Path | None = None
    """PEM; shown to a broker that asks for it."""
    key_file: Path | None = None
    """PEM, unencrypted."""

    @property
    def min_insync_replicas(self) -> int:
        """Copies that must have a message before it counts as acknowledged."""
        return max(1, self.replication_factor - 1)

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> KafkaSettings:
        protocol = self.security_protocol
        refuse_any(
            [
                *find_sasl_contradictions(protocol, self.sasl_username, self.sasl_password),
                *find_tls_contradictions(protocol, self.ca_file, self.cert_file, self.key_file),
            ]
        )
        return self


class ElasticsearchSettings(BaseSettings):
    """How to reach Elasticsearch: ``TIDINGS_ELASTICSEARCH_*``; docs/security.md."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix="TIDINGS_ELASTICSEARCH_",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    url: ServerUrl = "http://127.0.0.1:9200"
    api_key: SecretStr | None = None
    """In the encoded form; in place of username and password."""
    username: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    """PEM; without it, the authorities that this machine trusts."""
    fingerprint: str | None = None
    """SHA-256 of the server's own certificate, in hex; in place of ``ca_file``."""
    alias: str = "articles"
    replicas: int = Field(default=0, ge=0)
    """Copies of each shard beside the first; 1 or more in production."""

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> ElasticsearchSettings:
        refuse_any(
            [
                *find_way_in_contradictions(self.api_key, self.username, self.password),
                *find_trust_contradictions(self.url, self.ca_file, self.fingerprint),
            ]
        )
        return self


class StageSettings(BaseSettings):
    """What every stage has: where its metrics are served, how it logs."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="TIDINGS_", hide_input_in_errors=True)

    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=9100, ge=0, le=65535)
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    stuck_after_s: float = Field(default=60.0, gt=0)
    """A stage with work and without progress for this long answers 503 on /healthz."""
