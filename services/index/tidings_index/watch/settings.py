"""The settings of the watch stage: ``TIDINGS_*`` variables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from tidings.configuration.contradictions import find_same_topics
from tidings.configuration.declaration import Declaration
from tidings.configuration.forms import TopicName
from tidings.endpoints import default_data_dir
from tidings.settings import ElasticsearchSettings, KafkaSettings, StageSettings
from tidings.topics import ENRICHED, INDEX_GROUP, WATCH_DELIVERIES, WATCH_DLQ, WATCH_GROUP
from tidings_index.watch.schedule import RETRY_AFTER_S

WATCHES_FILE = "watches.json"
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class WatchSettings(StageSettings):
    """What the watch stage can be told; the defaults are right for one machine."""

    metrics_port: int = Field(default=9105, ge=0, le=65535)
    watches_file: Path | None = None
    """The stored searches; ``tidings watch`` changes it. Else watches.json in the data folder."""
    watch_group: str = WATCH_GROUP
    """The consumer group; each worker of the same group takes a share of the partitions."""
    watch_deliveries_topic: TopicName = WATCH_DELIVERIES.name
    watch_dead_letter_topic: TopicName = WATCH_DLQ.name
    watch_retry_after_s: tuple[Seconds, ...] = RETRY_AFTER_S
    """Seconds before each further try, as JSON; half of each is drawn."""
    index_topic: TopicName = ENRICHED.name
    index_group: str = INDEX_GROUP
    """What the index stage reads, and as whom: it says when an article is nowhere to be found."""


def find_watches_file(named: Path | None, data_dir: Path | None = None) -> Path:
    """Return the file that is named, else the one in the data folder."""
    return named or (data_dir or default_data_dir()) / WATCHES_FILE


def make_watches_folder(named: Path | None, data_dir: Path | None = None) -> Path:
    """Return the file, in a data folder that is there; the folder of a named file has to be."""
    path = find_watches_file(named, data_dir)
    if named is None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


DECLARATION = Declaration(
    "watch",
    (WatchSettings, KafkaSettings, ElasticsearchSettings),
    lambda values: find_same_topics(
        values[WatchSettings],
        "watch_deliveries_topic",
        "watch_dead_letter_topic",
        "index_topic",
    ),
)
