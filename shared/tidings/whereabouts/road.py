"""Where an article can stand, as data: the backlogs in the order of the road, the dead letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from tidings.topics import (
    EMBARGO_GROUP,
    EMBARGOED,
    ENRICH_GROUP,
    ENRICHED,
    ENRICHED_DLQ,
    INDEX_GROUP,
    RAW,
    RAW_DLQ,
)

OnItsWayState = Literal["held", "accepted", "enriched"]


@dataclass(frozen=True, slots=True)
class Backlog:
    """Messages that ``group`` has not committed yet, and what an article among them is."""

    topic: str
    group: str
    state: OnItsWayState


@dataclass(frozen=True, slots=True)
class Road:
    """``backlogs`` in the order in which an article passes them, and the topics of letters."""

    backlogs: tuple[Backlog, ...]
    letter_topics: tuple[str, ...]


class RoadSettings(BaseSettings):
    """The variables of the stages that say which topics and groups are theirs."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="TIDINGS_")

    embargo_group: str = EMBARGO_GROUP
    embargo_topic: str = EMBARGOED.name
    enrich_group: str = ENRICH_GROUP
    enrich_input_topic: str = RAW.name
    enrich_dead_letter_topic: str = RAW_DLQ.name
    index_group: str = INDEX_GROUP
    index_topic: str = ENRICHED.name
    index_dead_letter_topic: str = ENRICHED_DLQ.name

    def describe_road(self, raw_topic: str | None = None) -> Road:
        """Return the road; ``raw_topic`` is where ingest puts articles, if that is known better."""
        return Road(
            (
                Backlog(self.embargo_topic, self.embargo_group, "held"),
                Backlog(raw_topic or self.enrich_input_topic, self.enrich_group, "accepted"),
                Backlog(self.index_topic, self.index_group, "enriched"),
            ),
            tuple(dict.fromkeys((self.enrich_dead_letter_topic, self.index_dead_letter_topic))),
        )
