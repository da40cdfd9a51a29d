"""The settings of the index stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pydantic import Field

from tidings.configuration.contradictions import find_same_topics
from tidings.configuration.declaration import Declaration
from tidings.configuration.forms import TopicName
from tidings.settings import ElasticsearchSettings, KafkaSettings, StageSettings
from tidings.topics import ENRICHED, ENRICHED_DLQ, INDEX_GROUP


class IndexSettings(StageSettings):
    """What the index stage can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9103, ge=0, le=65535)
    index_group: str = INDEX_GROUP
    """The consumer group; each worker of the same group takes a share of the partitions."""
    index_topic: TopicName = ENRICHED.name
    index_dead_letter_topic: TopicName = ENRICHED_DLQ.name
    bulk_items: int = Field(default=500, ge=1)
    bulk_bytes: int = Field(default=2_500_000, ge=1)
    """Two are in flight: 5 MB at once, which the guide of Elasticsearch calls a good start."""
    bulk_wait_s: float = Field(default=0.2, gt=0)
    """Longest that an article waits for others to fill its bulk."""
    bulks_in_flight: int = Field(default=2, ge=1, le=10)
    """Bulks that are collected or written at once, which is also the most that is held. The client
    has ten connections to a node."""


DECLARATION = Declaration(
    "index",
    (IndexSettings, KafkaSettings, ElasticsearchSettings),
    lambda values: find_same_topics(
        values[IndexSettings], "index_topic", "index_dead_letter_topic"
    ),
)
PROVISION = Declaration("provision", (KafkaSettings, ElasticsearchSettings))
