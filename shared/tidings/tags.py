"""What the enrich stage adds to an article: each tag with its evidence in the text.

Offsets are Unicode code points into the article's ``body``, end exclusive, and
``body[start:end] == text`` holds for every one of them.
"""

from __future__ import annotations

from operator import not_
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from tidings.article import LARGEST_WHOLE_NUMBER, SCHEMA_VERSION, Article, ArticleId
from tidings.model import Message

EntityType = Literal["person", "organization", "place"]
# What says that this is a name: a model as it stands, a model with ends that a rule mended, a rule
# alone, or the user's lexicon.
NameSource = Literal["model", "mended", "rule", "lexicon"]
EventStatus = Literal["occurred", "ongoing", "planned", "demanded", "denied"]
# How it was decided which place a name means; docs/places.md says what each rule asks for.
LocationRule = Literal[
    "inside_neighbour",
    "only_one",
    "said_before",
    "same_sentence",
    "same_article",
    "dateline",
    "home",
    "highest",
    "population",
    "reference",
]


class Span(Message):
    """A stretch of the body and the words that stand there."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Title(Message):
    """An office as printed (省政府副秘书长), and the body where it is held, if the text says."""

    name: str
    organization: str | None = None


class Known(Message):
    """What the user's own lexicon says of an entity, and where.

    ``lexicon`` is the version, eight hex digits of what the lexicon said then; ``where`` the file
    and line of the entry (people.csv:12); ``links`` are such as wikidata:Q42; ``watch`` marks what
    somebody waits for.
    """

    lexicon: str
    where: str
    links: tuple[str, ...] = ()
    watch: bool = False


def _is_none(value: object) -> bool:
    return value is None


class Entity(Message):
    """A person, organisation or place, with every mention of it in the body.

    ``name`` is in the script of the text. ``canonical`` is the name in simplified characters, and
    written only where that is another one: by ``filtered_name`` both scripts are one person.
    ``known`` is there, and written, only where the user's lexicon has the name; ``name`` is then
    the lexicon's. ``confidence`` is how often names like this one are right, 0 to 1, and ``source``
    what its surest mention rests on; neither is written where an earlier version tagged it.
    """

    type: EntityType
    name: str
    canonical: Annotated[str | None, Field(exclude_if=not_)] = None
    titles: tuple[Title, ...] = ()
    mentions: tuple[Span, ...] = Field(min_length=1)
    known: Annotated[Known | None, Field(exclude_if=not_)] = None
    confidence: Annotated[float | None, Field(ge=0, le=1, exclude_if=_is_none)] = None
    source: Annotated[NameSource | None, Field(exclude_if=not_)] = None

    @property
    def filtered_name(self) -> str:
        """Return the name under which articles are filtered."""
        return self.canonical or self.name


class GeoPoint(Message):
    """Degrees north and east."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class Location(Message):
    """Which place on earth a name means, and how that was decided.

    ``path`` is 山西省/太原市/小店区, abroad with the country before it (法国/巴黎); ``country`` is
    ISO 3166-1 alpha-2. ``adcode`` is the division's code after GB/T 2260, ``geonames_id`` the
    number of a place outside of those. ``because`` names what ``rule`` went by, such as a place in
    the same sentence. ``confidence`` is 0 to 1. The name need not be an entity's: 我市 has a place.
    """

    name: str
    path: str = Field(max_length=200)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    adcode: str | None = None
    geonames_id: int | None = Field(default=None, ge=0, le=LARGEST_WHOLE_NUMBER)
    point: GeoPoint | None = None
    confidence: float = Field(ge=0, le=1)
    rule: LocationRule
    because: str | None = None
    mentions: tuple[Span, ...] = Field(min_length=1)


class Time(Message):
    """A time expression; ``start`` and ``end`` are ISO 8601, None where the text leaves it open."""

    span: Span
    start: str | None = None
    end: str | None = None


class Quantity(Message):
    """A number with its unit, the scale (万, billion) already multiplied in."""

    span: Span
    value: float | None = None
    unit: str | None = None


class Event(Message):
    """Something that happened or is asked for, by the codebook.

    ``code`` is the codebook's ontology code. Actors and targets are names as in the entities where
    they are known there, else the words of the text. ``confidence`` is 0 to 1.
    """

    type: str
    code: str
    status: EventStatus
    trigger: Span
    sentence: Span
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str | None = None
    time: Time | None = None
    confidence: float = Field(ge=0, le=1)


class TopicSign(Message):
    """What tells of a topic: a word of the lists, or a type of event, and how often it is there.

    ``first`` is where it stands first in the body; None where only the headline has it.
    """

    kind: Literal["word", "event"]
    name: str
    times: int = Field(ge=1, le=LARGEST_WHOLE_NUMBER)
    first: Span | None = None


class TopicName(Message):
    """A topic of the IPTC Media Topics (medtop:15000000) with its names in English and Chinese."""

    code: str = Field(pattern=r"^medtop:\d{8}$")
    en: str
    zh: str


class Topic(TopicName):
    """What an article is about; ``broader`` is the topic of the first level above a narrower one.

    ``score`` is 0 to 1, more where more tells of the topic; it is no probability. ``signs`` are the
    strongest ones, the strongest first; docs/topics.md says how they add up.
    """

    broader: TopicName | None = None
    score: float = Field(ge=0, le=1)
    signs: tuple[TopicSign, ...] = Field(min_length=1)


class Tags(Message):
    """All tags of one article: topics by score, the others in the order of first mention."""

    entities: tuple[Entity, ...] = ()
    locations: tuple[Location, ...] = ()
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    topics: tuple[Topic, ...] = ()

    def names(self, entity_type: EntityType) -> tuple[str, ...]:
        """Return the names of one type of entity, without repeats, in order of first mention."""
        return tuple(dict.fromkeys(e.name for e in self.entities if e.type == entity_type))

    def filtered_names(self, entity_type: EntityType) -> tuple[str, ...]:
        """Return the names by which to filter, without repeats, in order of first mention."""
        return tuple(dict.fromkeys(e.filtered_name for e in self.entities if e.type == entity_type))


class TaggedArticle(Message):
    """An article and its tags: the value on ``articles.enriched``, its key is the article's id.

    ``story_id`` and ``near_duplicate_of`` are there, and written, only where the article is nearly
    the same as an earlier one: the first article of their story, and the one most like it.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    article: Article
    tags: Tags
    story_id: Annotated[ArticleId | None, Field(exclude_if=not_)] = None
    near_duplicate_of: Annotated[ArticleId | None, Field(exclude_if=not_)] = None
    enriched_at: AwareDatetime
