"""What a newspaper article is, on its way from a feed to the index."""

from __future__ import annotations

from datetime import datetime
from operator import not_
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from tidings.identity import ID_PATTERN
from tidings.model import Message

SCHEMA_VERSION: Final = 1
# What JSON, Kafka and Elasticsearch can carry as a whole number; a larger one could be read here
# and never be written again.
LARGEST_WHOLE_NUMBER: Final = 2**63 - 1

ArticleId = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
LineNumber = Annotated[int, Field(ge=1, le=LARGEST_WHOLE_NUMBER)]
Status = Literal["published", "withdrawn"]
LabelKind = Literal["subject", "person", "organization", "place"]


class Caption(Message):
    """The words under a picture, without the credit, and who took it."""

    text: str
    photographer: str | None = None


class Label(Message):
    """What the publisher itself says that an article is about, in the publisher's words.

    Tags are what enrich finds in the text; the two are never mixed.
    """

    kind: LabelKind
    name: str


class Lineage(Message):
    """Where an article came from, so that each tag can be followed back to what was pushed.

    ``lines`` are 1-based physical lines of the page, both ends included, blank ones counted.
    ``topic``, ``partition`` and ``offset`` name the message on ``articles.raw``; enrich sets them.
    """

    page: str | None = None
    lines: tuple[LineNumber, LineNumber] | None = None
    topic: str | None = None
    partition: int | None = Field(default=None, ge=0, le=LARGEST_WHOLE_NUMBER)
    offset: int | None = Field(default=None, ge=0, le=LARGEST_WHOLE_NUMBER)
    trace_id: str | None = None
    pipeline: str | None = None


class Text(Message):
    """What a reader sees of an article, and what a format can say of it.

    ``body`` is plain text, paragraphs separated by one line feed. ``language`` is a BCP 47 tag,
    ``und`` when unknown. ``labels`` are written only where there are some, so that a stage from
    before there were any reads every other article.
    """

    url: str | None = None
    language: str = "und"
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    captions: tuple[Caption, ...] = ()
    body: str
    labels: Annotated[tuple[Label, ...], Field(exclude_if=not_)] = ()
    published_at: AwareDatetime | None = None
    status: Status = "published"


class Article(Text):
    """One article as a feed gave it: the value on ``articles.raw``, its key is ``id``.

    ``revision`` is milliseconds since 1970 (see ``tidings.identity``). ``content_hash`` is over the
    words alone: no address, time, language or label changes it.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    id: ArticleId
    revision: int = Field(ge=0, le=LARGEST_WHOLE_NUMBER)
    content_hash: str
    source: str
    feed: str | None = None
    received_at: AwareDatetime
    lineage: Lineage = Lineage()

    def newest_moment(self) -> datetime:
        """Return the publication time where the feed gave one, else the time of receipt."""
        return self.published_at or self.received_at
