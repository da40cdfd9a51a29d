"""The settings of the ingest stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from ipaddress import ip_address

from pydantic import Field

from tidings.settings import StageSettings
from tidings.topics import RAW


class IngestSettings(StageSettings):
    """What the ingest stage can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9101, ge=0, le=65535)
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    allow_unauthenticated: bool = False
    """Nobody is asked for a key, so that only with this does it listen beyond loopback."""
    ingest_topic: str = RAW.name

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this machine can reach the HTTP port."""
        try:
            return ip_address(self.http_host).is_loopback
        except ValueError:
            return self.http_host == "localhost"
