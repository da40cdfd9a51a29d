"""The settings of the enrich stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from tidings.configuration.contradictions import find_same_topics
from tidings.configuration.declaration import Declaration
from tidings.configuration.forms import TopicName
from tidings.endpoints import default_cache_dir
from tidings.settings import KafkaSettings, StageSettings
from tidings.topics import ENRICH_GROUP, ENRICHED, RAW, RAW_DLQ, STORIES


class EnrichSettings(StageSettings):
    """What the enrich stage can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9102, ge=0, le=65535)
    tagger: Literal["accurate", "fast"] = "accurate"
    english_names: Literal["auto", "on", "off"] = "auto"
    """Names in English text; auto: where the extra ``english`` is installed; docs/tagging.md."""
    models_dir: Path = Field(default_factory=lambda: default_cache_dir() / "models")
    """Where set-up put the taggers' weights."""
    home_regions: dict[str, str] = Field(default_factory=dict)
    """Where each source is at home, as a path: {"taiyuan-daily": "山西省/太原市", "*": "中国"}."""
    codebook_dir: Path | None = None
    """A folder of the user's own event types and triggers; docs/event-codebook.md."""
    lexicon_file: Path | None = None
    """The user's own names, in a file or a folder; read again when changed; docs/lexicon.md."""
    enrich_group: str = ENRICH_GROUP
    """The consumer group; each worker of the same group takes a share of the partitions."""
    enrich_input_topic: TopicName = RAW.name
    enrich_output_topic: TopicName = ENRICHED.name
    enrich_dead_letter_topic: TopicName = RAW_DLQ.name
    stories_topic: TopicName = STORIES.name
    stories_most_articles: int = Field(default=100_000, ge=0)
    """Articles with which new ones are compared, 820 bytes each; 0 tells no stories at all."""
    stories_days: float = Field(default=7, gt=0, le=7)
    """How long an article is compared with new ones; the topic keeps it a day longer."""
    batch_articles: int = Field(default=32, ge=1)
    """Most articles tagged together. A page is about ten; beyond 32 the model gains little."""
    batch_wait_s: float = Field(default=0.02, ge=0)
    """Longest that an article waits for others to fill its batch."""


DECLARATION = Declaration(
    "enrich",
    (EnrichSettings, KafkaSettings),
    # One that writes to what it reads would tag its own results for ever.
    lambda values: find_same_topics(
        values[EnrichSettings],
        "enrich_input_topic",
        "enrich_output_topic",
        "enrich_dead_letter_topic",
        "stories_topic",
    ),
)
