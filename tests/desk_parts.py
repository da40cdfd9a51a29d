"""The desk's application around an Elasticsearch that is told what to say, and all it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from elastic_transport import TransportError
from index_parts import NOW, Request, fake_elasticsearch, make_tagged
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from tidings.metrics import StageMetrics
from tidings_desk.archive import Archive
from tidings_desk.http import build_app
from tidings_desk.page import Page
from tidings_desk.settings import DeskSettings
from tidings_index.documents import build_document

HOST = "http://127.0.0.1:8081"
NOTHING = {"buckets": []}
_EMPTY: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "terms": lambda _: NOTHING,
    "date_histogram": lambda _: NOTHING,
    "filters": lambda asked: {"buckets": [{"doc_count": 0} for _ in asked["filters"]]},
    "min": lambda _: {"value": None},
    "max": lambda _: {"value": None},
    "filter": lambda _: {"doc_count": 0},
    "nested": lambda _: {"doc_count": 0},
}


def count_nothing(aggregations: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Elasticsearch answers to aggregations over no documents."""
    return {name: _count_none(asked) for name, asked in aggregations.items()}


def _count_none(asked: Mapping[str, Any]) -> dict[str, Any]:
    counted = next(_EMPTY[kind](what) for kind, what in asked.items() if kind in _EMPTY)
    # Where there are no buckets, nothing is in them.
    return counted if "buckets" in counted else counted | count_nothing(asked.get("aggs", {}))


def make_hit(source: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    sort = [1.5, 0, source["id"]]
    return {"_id": source["id"], "_index": "articles-1", "_source": source, "sort": sort, **more}


def make_source(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return a document as the index stage writes it, with every kind of tag."""
    return json.loads(build_document(make_tagged(number, **fields), NOW).body)


@dataclass
class Desk:
    """The application, the documents behind it, and every request that it made."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    failure: tuple[int, Any] | TransportError | None = None
    hit_fields: dict[str, Any] = field(default_factory=dict)
    settings: DeskSettings = field(default_factory=DeskSettings)
    page: Page | None = None
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def build(self) -> ASGIApp:
        metrics = StageMetrics("desk", self.registry, version="test")
        archive = Archive(fake_elasticsearch(self.answer), "articles")
        return build_app(archive, self.settings, metrics, self.page)

    def answer(self, request: Request) -> tuple[int, Any]:
        self.asked.append(request)
        if isinstance(self.failure, TransportError):
            raise self.failure
        if self.failure is not None:
            return self.failure
        if "/_doc/" in request.path:
            wanted = request.path.rpartition("/")[2]
            found = [each for each in self.documents if each["id"] == wanted]
            if not found:
                return 404, {"_index": "articles-1", "_id": wanted, "found": False}
            return 200, {**make_hit(found[0]), "found": True}
        (body,) = request.lines()
        hits = self.documents[: body["size"]]
        if "search_after" in body:
            ids = [each["id"] for each in self.documents]
            begin = ids.index(body["search_after"][-1]) + 1
            hits = self.documents[begin : begin + body["size"]]
        counted = count_nothing(body.get("aggs", {}))
        if "whole" in counted:
            counted["whole"]["doc_count"] = len(self.documents)
        return 200, {
            "took": 3,
            "timed_out": False,
            "hits": {
                "total": {"value": len(self.documents), "relation": "eq"},
                "hits": [make_hit(each, **self.hit_fields) for each in hits],
            },
            "aggregations": counted,
        }

    def count(self, route: str, status: int) -> float:
        labels = {"stage": "desk", "route": route, "status": str(status)}
        return self.registry.get_sample_value("tidings_http_requests_total", labels) or 0.0
