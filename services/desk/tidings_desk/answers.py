"""What the API answers with: the contract between the page and this service."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from tidings.article import Caption, Lineage
from tidings.tags import Entity, Event, Location, Quantity, Time, Topic

FacetName = Literal["person", "organization", "place", "event_type", "topic", "source", "language"]
NameKind = Literal["person", "organization", "place"]


class Total(BaseModel):
    """How many articles there are; ``exact`` is false where it is a lower bound."""

    value: int
    exact: bool


class Snippet(BaseModel):
    """A piece of a field; ``marks`` are what was searched for, as [start, end) in code points."""

    field: Literal["headline", "body"]
    text: str
    marks: list[tuple[int, int]]


class Hit(BaseModel):
    """One article of a result. ``url`` is http or https, or null."""

    id: str
    headline: str | None
    kicker: str | None
    source: str
    language: str
    published_at: datetime | None
    received_at: datetime
    url: str | None
    snippets: list[Snippet]
    persons: list[str]
    organizations: list[str]
    places: list[str]
    event_types: list[str]
    topics: list[str]
    story_id: str | None = Field(description="The same for all articles of one story.")


class FacetValue(BaseModel):
    """How many articles the result would have with this value chosen in its facet."""

    value: str
    count: int


class Bar(BaseModel):
    """The articles of one stretch of time, ``end`` exclusive, both in UTC."""

    start: datetime
    end: datetime
    count: int


class SearchAnswer(BaseModel):
    """A page of hits, with what there is to choose from."""

    total: Total
    took_ms: int
    hits: list[Hit]
    facets: dict[FacetName, list[FacetValue]]
    histogram: list[Bar]
    next: str | None = Field(description="For ``after``, to get the hits that follow.")


class ArticlePage(BaseModel):
    """One article with every tag and its place in the text.

    Offsets are code points into ``body``, end exclusive. A withdrawn article has no words left.
    """

    id: str
    status: Literal["published", "withdrawn"]
    revision: int
    source: str
    feed: str | None = None
    url: str | None = Field(default=None, description="http or https, or null.")
    language: str = "und"
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    byline: list[str] = []
    dateline: str | None = None
    captions: list[Caption] = []
    body: str = ""
    labels: dict[str, list[str]] = {}
    published_at: datetime | None = None
    received_at: datetime
    enriched_at: datetime | None = None
    indexed_at: datetime | None = None
    persons: list[str] = []
    organizations: list[str] = []
    places: list[str] = []
    event_types: list[str] = []
    watched: list[str] = []
    entities: list[Entity] = []
    locations: list[Location] = []
    events: list[Event] = []
    times: list[Time] = []
    quantities: list[Quantity] = []
    topics: list[Topic] = []
    lineage: Lineage = Lineage()
    story_id: str | None = None
    near_duplicate_of: str | None = Field(
        default=None, description="The id of an earlier article that this one repeats."
    )


class SimilarAnswer(BaseModel):
    """Articles whose headline and body have most in common with another, the closest first."""

    hits: list[Hit]


class StoryAnswer(BaseModel):
    """The articles of one story, the earliest first, with that which was asked for."""

    story_id: str | None
    total: int
    hits: list[Hit]


class Suggestion(BaseModel):
    """A name that begins with what was typed, and how many articles have it."""

    kind: NameKind
    name: str
    count: int


class SuggestAnswer(BaseModel):
    """Names by how many articles have them."""

    suggestions: list[Suggestion]


class MappedPlace(BaseModel):
    """A place on the map; ``path`` is what a filter by place takes to find exactly it."""

    name: str
    path: str
    lat: float
    lon: float
    count: int


class Names(BaseModel):
    """One thing in English and Chinese."""

    value: str
    en: str
    zh: str


class TopicNames(Names):
    """A topic: ``value`` is what a facet counts and a filter takes."""

    code: str
    broader: str | None = Field(default=None, description="The ``value`` of the topic above.")


class FieldsAnswer(BaseModel):
    """The names of facets, kinds of events and topics."""

    facets: list[Names]
    event_types: list[Names]
    topics: list[TopicNames]
