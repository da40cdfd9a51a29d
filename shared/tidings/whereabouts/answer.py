"""Where an article is, as ``GET /v1/articles/{id}`` and ``tidings trace --json`` tell it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from tidings.article import Status
from tidings.dead_letter import Position
from tidings.dlq.selection import format_position
from tidings.whereabouts.findings import InDeadLetters, InIndex, OnItsWay, State, Whereabouts


class PositionAnswer(BaseModel):
    """Where a message stands in Kafka."""

    topic: str
    partition: int
    offset: int

    @classmethod
    def tell(cls, at: Position) -> Self:
        """Return the answer."""
        return cls(topic=at.topic, partition=at.partition, offset=at.offset)


class IndexedAnswer(BaseModel):
    """What a search finds now."""

    revision: int | None
    status: Status | None
    content_hash: str | None
    indexed_at: datetime | None

    @classmethod
    def tell(cls, found: InIndex) -> Self:
        """Return the answer."""
        return cls(
            revision=found.facts.revision,
            status=found.facts.status,
            content_hash=found.facts.content_hash,
            indexed_at=found.indexed_at,
        )


class DeadLetterAnswer(BaseModel):
    """Why a stage could not go on with the article."""

    stage: str
    reason: str
    detail: str
    failed_at: datetime | None
    revision: int | None
    position: str = Field(description="For `tidings dlq show`, of those who run it.")

    @classmethod
    def tell(cls, found: InDeadLetters) -> Self:
        """Return the answer."""
        return cls(
            stage=found.stage,
            reason=found.reason,
            detail=found.detail,
            failed_at=found.failed_at,
            revision=found.facts.revision,
            position=format_position(found.at),
        )


class ArticleAnswer(BaseModel):
    """Where the newest revision of an article is, and what is in the index meanwhile."""

    id: str
    state: State
    status: Status | None = Field(description="Of the newest revision.")
    source: str | None
    feed: str | None
    headline: str | None
    revision: int | None = Field(description="Milliseconds since 1970.")
    content_hash: str | None
    received_at: datetime | None
    trace_id: str | None = Field(
        description="Of the request that the newest revision came with: docs/tracing.md."
    )
    held_until: datetime | None = Field(description="The end of the embargo, when it is held.")
    position: PositionAnswer | None = Field(description="Null when it is in the index.")
    dead_letter: DeadLetterAnswer | None = Field(description="The newest one that is open.")
    indexed: IndexedAnswer | None = Field(description="Also of an earlier revision.")

    @classmethod
    def tell(cls, article_id: str, where: Whereabouts) -> Self:
        """Return the answer."""
        newest = where.newest
        facts = newest.facts
        return cls(
            id=article_id,
            state=where.state,
            status=facts.status,
            source=facts.source,
            feed=facts.feed,
            headline=facts.headline,
            revision=facts.revision,
            content_hash=facts.content_hash,
            received_at=facts.received_at,
            trace_id=facts.trace_id,
            held_until=newest.until if isinstance(newest, OnItsWay) else None,
            position=None if isinstance(newest, InIndex) else PositionAnswer.tell(newest.at),
            dead_letter=where.letter and DeadLetterAnswer.tell(where.letter),
            indexed=where.indexed and IndexedAnswer.tell(where.indexed),
        )
