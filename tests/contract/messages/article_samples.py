"""An article in which every field says something, raw, withdrawn and tagged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from tidings.article import Article, Caption, Label, LabelKind, Lineage
from tidings.tags import (
    Entity,
    EntityType,
    Event,
    EventStatus,
    GeoPoint,
    Known,
    Location,
    LocationRule,
    NameSource,
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

ID: Final = "0123456789abcdef" * 2
NOW: Final = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)
BODY: Final = "渡口镇镇长林秀蘭5月3日说，临江大桥修好了，花费2.4亿元。"

RAW_ARTICLE: Final = Article(
    id=ID,
    revision=1_935_630_121_000,
    content_hash="9" * 64,
    source="river-gazette",
    feed="morning",
    received_at=NOW,
    url="https://gazette.example/bridge",
    language="zh-Hans",
    kicker="桥",
    headline="临江大桥修好了",
    subhead="花费2.4亿元",
    byline=("何玉兰",),
    dateline="渡口镇5月3日电",
    captions=(Caption(text="大桥", photographer="周明远"),),
    body=BODY,
    labels=tuple(Label(kind=each, name="桥梁") for each in get_args(LabelKind)),
    published_at=NOW - timedelta(hours=1),
    lineage=Lineage(
        page="page-7.txt",
        lines=(3, 9),
        topic="articles.raw",
        partition=2,
        offset=17,
        trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
        pipeline="0.1.0 accurate",
    ),
)
WITHDRAWN: Final = RAW_ARTICLE.model_copy(update={"status": "withdrawn", "body": ""})


def mark(text: str) -> Span:
    """Return where ``text`` stands first in the body."""
    start = BODY.index(text)
    return Span(start=start, end=start + len(text), text=text)


PERSON: Final = Entity(
    type="person",
    name="林秀蘭",
    canonical="林秀兰",
    titles=(Title(name="镇长", organization="渡口镇"),),
    mentions=(mark("林秀蘭"),),
    known=Known(lexicon="0a1b2c3d", where="people.csv:12", links=("wikidata:Q42",), watch=True),
    confidence=0.93,
    source="lexicon",
)
TIME: Final = Time(span=mark("5月3日"), start="2031-05-03", end="2031-05-03")
CONSTRUCTION: Final = TopicName(code="medtop:20000001", en="construction", zh="建筑")

TAGGED: Final = TaggedArticle(
    article=RAW_ARTICLE,
    tags=Tags(
        entities=(
            PERSON,
            *(
                Entity(type=kind, name="渡口镇", mentions=(mark("渡口镇"),), source=source)
                for kind in get_args(EntityType)
                for source in get_args(NameSource)
            ),
        ),
        locations=tuple(
            Location(
                name="渡口镇",
                path="山西省/太原市/渡口镇",
                country="CN",
                adcode="140105",
                geonames_id=1793511,
                point=GeoPoint(lat=37.8, lon=112.5),
                confidence=0.8,
                rule=rule,
                because="临江大桥",
                mentions=(mark("渡口镇"),),
            )
            for rule in get_args(LocationRule)
        ),
        events=tuple(
            Event(
                type="opening",
                code="024",
                status=status,
                trigger=mark("修好"),
                sentence=mark(BODY),
                actors=("林秀蘭",),
                targets=("临江大桥",),
                place="渡口镇",
                time=TIME,
                confidence=0.7,
            )
            for status in get_args(EventStatus)
        ),
        times=(TIME,),
        quantities=(Quantity(span=mark("2.4亿元"), value=2.4e8, unit="CNY"),),
        topics=(
            Topic(
                code="medtop:20000002",
                en="bridges",
                zh="桥梁",
                broader=CONSTRUCTION,
                score=0.6,
                signs=(
                    TopicSign(kind="word", name="大桥", times=1, first=mark("大桥")),
                    TopicSign(kind="event", name="opening", times=1),
                ),
            ),
        ),
    ),
    story_id="b" * 32,
    near_duplicate_of="c" * 32,
    enriched_at=NOW + timedelta(seconds=2),
)
