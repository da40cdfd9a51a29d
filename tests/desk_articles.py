"""Articles for the desk's page: some with every kind of tag, many to page through, one hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tidings.article import Article
from tidings.tags import (
    Entity,
    Event,
    GeoPoint,
    Location,
    Quantity,
    Span,
    TaggedArticle,
    Tags,
    Time,
    Title,
    Topic,
    TopicSign,
)

NOW: Final = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
# The emoji is one code point and two units of UTF-16: a page that counts units underlines wrongly.
BODY: Final = (
    "昨日，😀临江市水务局局长周明远宣布，临江大桥将于12月1日通车。\n"
    "大桥全长1200米。渡口镇居民举行集会，要求降低过桥费。"
)
# The last word is wider than any screen, and nowhere to be broken.
HOSTILE: Final = (
    "<img src=x onerror=alert(1)> \u202egnp.exe\u202c <script>alert(2)</script> " + "W" * 200
)


def _span(text: str) -> Span:
    start = BODY.index(text)
    return Span(start=start, end=start + len(text), text=text)


_WHEN: Final = Time(span=_span("12月1日"), start="2031-12-01", end="2031-12-01")
_FIRST: Final = _span(BODY.split("\n", maxsplit=1)[0])
_LAST: Final = _span("渡口镇居民举行集会，要求降低过桥费。")


def _event(kind: str, status: str, trigger: str, sentence: Span, **fields: Any) -> Event:
    return Event(
        type=kind,
        code="000",
        status=status,
        trigger=_span(trigger),
        sentence=sentence,
        confidence=0.9,
        **fields,
    )


TAGS: Final = Tags(
    entities=(
        Entity(type="organization", name="临江市水务局", mentions=(_span("临江市水务局"),)),
        Entity(
            type="person",
            name="周明远",
            titles=(Title(name="局长", organization="临江市水务局"),),
            mentions=(_span("周明远"),),
        ),
        Entity(type="place", name="临江大桥", mentions=(_span("临江大桥"),)),
        Entity(type="place", name="渡口镇", mentions=(_span("渡口镇"),)),
    ),
    locations=(
        Location(
            name="渡口镇",
            path="云岭省/临江市",
            country="CN",
            point=GeoPoint(lat=31.5, lon=112.25),
            confidence=0.9,
            rule="same_sentence",
            mentions=(_span("渡口镇"),),
        ),
    ),
    events=(
        _event(
            "INFRASTRUCTURE_OPENED",
            "planned",
            "通车",
            _FIRST,
            actors=("周明远",),
            targets=("临江大桥",),
            time=_WHEN,
        ),
        _event("PROTEST", "occurred", "集会", _LAST, place="渡口镇"),
    ),
    times=(_WHEN,),
    quantities=(Quantity(span=_span("1200米"), value=1200, unit="米"),),
    topics=(
        Topic(
            code="medtop:20000757",
            en="infrastructure project",
            zh="基础设施项目",
            score=0.6,
            signs=(TopicSign(kind="word", name="大桥", times=2),),
        ),
    ),
)


def _article(number: int, tags: Tags, story_id: str | None = None, **fields: Any) -> TaggedArticle:
    given: dict[str, Any] = {
        "id": f"{number:032x}",
        "revision": number,
        "content_hash": "h",
        "source": "临江日报",
        "language": "zh-Hans",
        "body": BODY,
        "received_at": NOW,
        "published_at": NOW - timedelta(days=number),
    }
    article = Article(**given | fields)
    return TaggedArticle(article=article, tags=tags, enriched_at=NOW, story_id=story_id)


ARTICLES: Final = (
    _article(1, TAGS, headline="临江大桥将于年底通车", url="https://news.example/bridge"),
    _article(2, TAGS, headline=HOSTILE, source="hostile", url=None),
    *(
        _article(
            number,
            Tags(),
            headline=f"Weather report {number}",
            body="Rain in the morning, dry later.",
            source="hill-post",
            language="en",
        )
        for number in range(3, 33)
    ),
    # A week before the first one, and of its story.
    _article(
        33,
        Tags(),
        story_id=f"{1:032x}",
        headline="大桥年底通车",
        source="lake-agency",
        body=BODY.split("\n")[0] + "\n市民可步行过桥。",
    ),
)
