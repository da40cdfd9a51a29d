"""Every tagged article that the models allow, for hypothesis."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from tidings.article import LARGEST_WHOLE_NUMBER, Article, Caption, Label, LabelKind, Lineage
from tidings.tags import (
    Entity,
    Event,
    GeoPoint,
    Known,
    Location,
    LocationRule,
    Quantity,
    Span,
    TaggedArticle,
    Tags,
    Time,
    Title,
    Topic,
    TopicName,
    TopicSign,
)

# What UTF-8 can carry; a long one for the limits of keywords.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.just("桥" * 12_000)
NUMBERS = st.integers(0, LARGEST_WHOLE_NUMBER)
LINES = st.integers(1, LARGEST_WHOLE_NUMBER)
MAYBE_WORDS = st.none() | WORDS
# Day 2 of year 1 and day 30 of December: no offset leads out of the calendar.
MOMENTS = st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours))),
)
SPANS = st.builds(Span, start=NUMBERS, end=NUMBERS, text=WORDS)


def several(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


TITLES = st.builds(Title, name=WORDS, organization=MAYBE_WORDS)
ENTITIES = st.builds(
    Entity,
    type=st.sampled_from(["person", "organization", "place"]),
    name=WORDS,
    titles=several(TITLES),
    mentions=st.lists(SPANS, min_size=1, max_size=2).map(tuple),
    known=st.none()
    | st.builds(Known, lexicon=WORDS, where=WORDS, links=several(WORDS), watch=st.booleans()),
)
TIMES = st.builds(Time, span=SPANS, start=MAYBE_WORDS, end=MAYBE_WORDS)
QUANTITIES = st.builds(
    Quantity, span=SPANS, value=st.none() | st.floats(allow_nan=False), unit=MAYBE_WORDS
)
LOCATIONS = st.builds(
    Location,
    name=WORDS,
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    country=st.from_regex("[A-Z]{2}", fullmatch=True),
    adcode=MAYBE_WORDS,
    geonames_id=st.none() | NUMBERS,
    point=st.none() | st.builds(GeoPoint, lat=st.floats(-90, 90), lon=st.floats(-180, 180)),
    confidence=st.floats(0, 1),
    rule=st.sampled_from(get_args(LocationRule)),
    because=MAYBE_WORDS,
    mentions=st.lists(SPANS, min_size=1, max_size=2).map(tuple),
)
EVENTS = st.builds(
    Event,
    type=WORDS,
    code=WORDS,
    status=st.sampled_from(["occurred", "ongoing", "planned", "demanded", "denied"]),
    trigger=SPANS,
    sentence=SPANS,
    actors=several(WORDS),
    targets=several(WORDS),
    place=MAYBE_WORDS,
    time=st.none() | TIMES,
    confidence=st.floats(0, 1),
)
CODES = st.from_regex(r"medtop:[0-9]{8}", fullmatch=True)
TOPICS = st.builds(
    Topic,
    code=CODES,
    en=WORDS,
    zh=WORDS,
    broader=st.none() | st.builds(TopicName, code=CODES, en=WORDS, zh=WORDS),
    score=st.floats(0, 1),
    signs=st.lists(
        st.builds(
            TopicSign,
            kind=st.sampled_from(["word", "event"]),
            name=WORDS,
            times=LINES,
            first=st.none() | SPANS,
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
)
TAGS = st.builds(
    Tags,
    entities=several(ENTITIES),
    locations=several(LOCATIONS),
    events=several(EVENTS),
    times=several(TIMES),
    quantities=several(QUANTITIES),
    topics=several(TOPICS),
)
LINEAGES = st.builds(
    Lineage,
    page=MAYBE_WORDS,
    lines=st.none() | st.tuples(LINES, LINES),
    topic=MAYBE_WORDS,
    partition=st.none() | NUMBERS,
    offset=st.none() | NUMBERS,
    trace_id=MAYBE_WORDS,
    pipeline=MAYBE_WORDS,
)
ARTICLES = st.builds(
    Article,
    id=st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
    revision=NUMBERS,
    content_hash=WORDS,
    source=WORDS,
    feed=MAYBE_WORDS,
    url=MAYBE_WORDS,
    language=WORDS,
    kicker=MAYBE_WORDS,
    headline=MAYBE_WORDS,
    subhead=MAYBE_WORDS,
    byline=several(WORDS),
    dateline=MAYBE_WORDS,
    captions=several(st.builds(Caption, text=WORDS, photographer=MAYBE_WORDS)),
    body=WORDS,
    labels=several(st.builds(Label, kind=st.sampled_from(get_args(LabelKind)), name=WORDS)),
    published_at=st.none() | MOMENTS,
    received_at=MOMENTS,
    status=st.sampled_from(["published", "withdrawn"]),
    lineage=LINEAGES,
)


def tagged_articles():
    names = st.none() | st.text("0123456789abcdef", min_size=32, max_size=32)
    return st.builds(
        TaggedArticle,
        article=ARTICLES,
        tags=TAGS,
        story_id=names,
        near_duplicate_of=names,
        enriched_at=MOMENTS,
    )
