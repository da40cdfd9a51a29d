"""Articles made up for the tests of the index stage, and an Elasticsearch told what to say.

The answers come in below the real client, so that what the client makes of them is tested too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from elastic_transport import ApiResponseMeta, BaseNode, HttpHeaders
from elasticsearch import Elasticsearch

from tidings.article import Article
from tidings.dead_letter import Position
from tidings.tags import (
    Entity,
    Event,
    GeoPoint,
    Location,
    Span,
    TaggedArticle,
    Tags,
    Time,
    Title,
    Topic,
    TopicName,
    TopicSign,
)
from tidings_index.documents import build_document
from tidings_index.records import Record

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
TOPIC = "articles.enriched"
BODY = "昨日，临江市水务局局长周明远宣布，临江大桥将于12月1日通车。\n渡口镇居民说，桥修好了。"


def span(text: str, body: str = BODY) -> Span:
    start = body.index(text)
    return Span(start=start, end=start + len(text), text=text)


def make_location(name: str, path: str, country: str, **fields: Any) -> Location:
    return Location(
        name=name,
        path=path,
        country=country,
        point=GeoPoint(lat=31.5, lon=112.25),
        confidence=0.9,
        rule="same_sentence",
        because="临江",
        mentions=(span(name),),
        **fields,
    )


TAGS = Tags(
    entities=(
        Entity(type="organization", name="临江市水务局", mentions=(span("临江市水务局"),)),
        Entity(type="place", name="临江市", mentions=(span("临江市"),)),
        Entity(
            type="person",
            name="周明远",
            titles=(Title(name="局长", organization="临江市水务局"),),
            mentions=(span("周明远"),),
        ),
        Entity(type="place", name="临江大桥", mentions=(span("临江大桥"),)),
    ),
    locations=(
        make_location("临江市", "云岭省/临江市", "CN", adcode="990100"),
        make_location("渡口镇", "云岭省/临江市", "CN", adcode="990100"),
        Location(
            name="全省",
            path="法国",
            country="FR",
            geonames_id=3017382,
            confidence=0.5,
            rule="home",
            mentions=(span("昨日"),),
        ),
    ),
    events=(
        Event(
            type="opening",
            code="042",
            status="planned",
            trigger=span("通车"),
            sentence=span(BODY.split("\n", maxsplit=1)[0]),
            actors=("临江市水务局",),
            targets=("临江大桥",),
            place="临江市",
            time=Time(span=span("12月1日"), start="2031-12-01", end="2031-12-01"),
            confidence=0.8,
        ),
    ),
    topics=(
        Topic(
            code="medtop:20000209",
            en="products and services",
            zh="经济门类",
            broader=TopicName(
                code="medtop:04000000", en="economy, business and finance", zh="经济、商业和金融"
            ),
            score=0.62,
            signs=(
                TopicSign(kind="word", name="大桥", times=2, first=span("大桥")),
                TopicSign(kind="event", name="opening", times=1, first=span("通车")),
            ),
        ),
    ),
)


def make_tagged(number: int = 1, tags: Tags = TAGS, **fields: Any) -> TaggedArticle:
    given = {
        "id": f"{number:032x}",
        "revision": number,
        "content_hash": "h",
        "source": "example-gazette",
        "headline": f"第{number}篇：临江大桥",
        "body": BODY,
        "received_at": NOW,
    }
    return TaggedArticle(article=Article(**{**given, **fields}), tags=tags, enriched_at=NOW)


def make_document(number: int = 1, **fields: Any):
    return build_document(make_tagged(number, **fields), NOW)


def make_record(offset: int, value: bytes | None = None, *, partition: int = 0, claim: int = 0):
    raw = make_tagged(offset).to_bytes() if value is None else value
    return Record(Position(TOPIC, partition, offset), b"k", raw, (("trace", b"1"),), claim)


@dataclass(frozen=True)
class Request:
    """What the client asked: the path without parameters, and the body as JSON lines."""

    method: str
    target: str
    body: bytes

    @property
    def path(self) -> str:
        return self.target.split("?")[0]

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]


class Answered(NamedTuple):
    """What a node of the client returns."""

    meta: ApiResponseMeta
    body: bytes


Answer = Callable[[Request], tuple[int, Any]]


def fake_elasticsearch(answer: Answer) -> Elasticsearch:
    """Return the real client; ``answer`` gives status and JSON, or raises a TransportError."""

    class Node(BaseNode):
        def perform_request(self, method, target, body=None, headers=None, request_timeout=None):
            status, value = answer(Request(method, target, body or b""))
            given = HttpHeaders(
                {"content-type": "application/json", "x-elastic-product": "Elasticsearch"}
            )
            meta = ApiResponseMeta(status, "1.1", given, 0.0, self.config)
            return Answered(meta, b"" if method == "HEAD" else json.dumps(value).encode())

        def close(self):
            pass

    return Elasticsearch("http://127.0.0.1:9200", node_class=Node)


def hits_of(*hits: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    """Return a search answer."""
    count = len(hits) if total is None else total
    return {"hits": {"total": {"value": count, "relation": "eq"}, "hits": list(hits)}}
