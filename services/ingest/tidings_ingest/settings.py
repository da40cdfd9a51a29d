"""The settings of the ingest stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from tidings.configuration.contradictions import find_same_ports, find_same_topics
from tidings.configuration.declaration import Declaration, Values
from tidings.configuration.forms import TopicName
from tidings.settings import ElasticsearchSettings, KafkaSettings, StageSettings
from tidings.topics import EMBARGO_GROUP, EMBARGOED, FEED_ACTIVITY, RAW
from tidings.whereabouts.road import RoadSettings


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
    ingest_topic: TopicName = RAW.name
    embargo_topic: TopicName = EMBARGOED.name
    embargo_group: str = EMBARGO_GROUP
    activity_topic: TopicName = FEED_ACTIVITY.name


def find_contradictions(values: Values) -> Iterable[str]:
    """Give a sentence for what may not stand side by side, or not alone."""
    ingest: IngestSettings = values[IngestSettings]
    yield from find_same_ports(ingest, "http_port", "metrics_port")
    yield from find_same_topics(ingest, "ingest_topic", "embargo_topic", "activity_topic")
    if ingest.keys_file is None and not ingest.allow_unauthenticated:
        yield (
            "no keys, so nobody could push. Make one with `tidings keys add SOURCE --file FILE` "
            "and set TIDINGS_KEYS_FILE, a path, default: none; or set "
            "TIDINGS_ALLOW_UNAUTHENTICATED, `true` or `false`, default: False, to `true`, and "
            "whoever reaches the port may push"
        )
    if ingest.websub_file is not None and not ingest.public_url:
        yield (
            "TIDINGS_WEBSUB_FILE is set and TIDINGS_PUBLIC_URL is not: an address such as "
            "https://news.example.org is expected, at which hubs reach this port; default: none"
        )


DECLARATION = Declaration(
    "ingest",
    (IngestSettings, KafkaSettings, ElasticsearchSettings, RoadSettings),
    find_contradictions,
)
