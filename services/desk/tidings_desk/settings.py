"""The settings of the desk: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from tidings.settings import StageSettings


class DeskSettings(StageSettings):
    """What the desk can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9104, ge=0, le=65535)
    desk_host: str = "127.0.0.1"
    desk_port: int = Field(default=8081, ge=0, le=65535)
    desk_public_url: HttpUrl | None = None
    """Where analysts reach it, such as ``https://desk.example.org``: for links in feeds, and the
    only name beside this machine's own that requests may ask for."""
