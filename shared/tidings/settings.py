"""Settings come from ``TIDINGS_*`` variables, are read once in ``main``, and never change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class KafkaSettings(BaseSettings):
    """How to reach the broker: ``TIDINGS_KAFKA_*``."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="TIDINGS_KAFKA_")

    bootstrap_servers: str = "127.0.0.1:9092"
    """Host and port, several separated by commas."""
    replication_factor: int = Field(default=1, ge=1)
    """Copies of each partition; 3 in production, where ``min.insync.replicas`` becomes 2."""

    @property
    def min_insync_replicas(self) -> int:
        """Copies that must have a message before it counts as acknowledged."""
        return max(1, self.replication_factor - 1)


class ElasticsearchSettings(BaseSettings):
    """How to reach Elasticsearch: ``TIDINGS_ELASTICSEARCH_*``."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="TIDINGS_ELASTICSEARCH_")

    url: str = "http://127.0.0.1:9200"
    api_key: SecretStr | None = None
    alias: str = "articles"
    replicas: int = Field(default=0, ge=0)
    """Copies of each shard beside the first; 1 or more in production."""


class StageSettings(BaseSettings):
    """What every stage has: where its metrics are served, how it logs."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="TIDINGS_")

    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=9100, ge=0, le=65535)
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    stuck_after_s: float = Field(default=60.0, gt=0)
    """A stage with work and without progress for this long answers 503 on /healthz."""
