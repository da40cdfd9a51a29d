"""The settings of the ingest stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from tidings.settings import StageSettings
from tidings.topics import EMBARGO_GROUP, EMBARGOED, FEED_ACTIVITY, RAW


class IngestSettings(StageSettings):
    """What the ingest stage can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9101, ge=0, le=65535)
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    keys_file: Path | None = None
    """Who may push; ``tidings keys`` changes it, and a running stage takes that up."""
    allow_unauthenticated: bool = False
    """Without a keys file the stage only starts with this, and then asks nobody for a key."""
    websub_file: Path | None = None
    """Feeds whose hubs push here; ``tidings websub`` changes it, and so does the stage."""
    public_url: str | None = None
    """Where hubs reach the HTTP port, such as ``https://news.example.org``."""
    rate_per_key: float = Field(default=100.0, ge=0, allow_inf_nan=False)
    """Requests a second that each key may make; 0 sets no limit.

    One process takes about 1,000 requests a second, so ten busy keys share it. With one article in
    each a key brings 8.6 million a day, and a thousand times that in batches.
    """
    ingest_topic: str = RAW.name
    embargo_topic: str = EMBARGOED.name
    embargo_group: str = EMBARGO_GROUP
    activity_topic: str = FEED_ACTIVITY.name
