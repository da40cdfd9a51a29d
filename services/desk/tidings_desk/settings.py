"""The settings of the desk: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from tidings.configuration.contradictions import find_same_ports
from tidings.configuration.declaration import Declaration
from tidings.settings import ElasticsearchSettings, StageSettings


class DeskSettings(StageSettings):
    """What the desk can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9104, ge=0, le=65535)
    desk_host: str = "127.0.0.1"
    desk_port: int = Field(default=8081, ge=0, le=65535)
    desk_public_url: HttpUrl | None = None
    """Where analysts reach it, such as ``https://desk.example.org``: for links in feeds, and the
    only name beside this machine's own that requests may ask for."""


DECLARATION = Declaration(
    "desk",
    (DeskSettings, ElasticsearchSettings),
    lambda values: find_same_ports(values[DeskSettings], "desk_port", "metrics_port"),
)
