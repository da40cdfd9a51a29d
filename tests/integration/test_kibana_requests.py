"""Each panel of Kibana's dashboards asks a real Elasticsearch something that it can answer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from desk_articles import ARTICLES
from elasticsearch import Elasticsearch
from index_parts import NOW, make_tagged, span
from kibana_file import OBJECTS, build_request, find_query, select

from tidings.settings import ElasticsearchSettings
from tidings.tags import Entity, Known, Tags
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.provisioning import create_index

pytestmark = pytest.mark.servers
FOUND = {(each["type"], each["id"]): each for each in OBJECTS}
# Each panel with the query of the dashboard that it is on.
PANELS = [
    (FOUND[reference["type"], reference["id"]], find_query(board))
    for board in select("dashboard")
    for reference in board["references"]
]
IDS = [saved["id"] for saved, _ in PANELS]
WATCHED = Tags(
    entities=(
        Entity(
            type="person",
            name="周明远",
            mentions=(span("周明远"),),
            known=Known(lexicon="names", where="line 1", watch=True),
        ),
    )
)
OTHERS = (
    make_tagged(101, WATCHED, language="zh", published_at=NOW),
    make_tagged(102, feed="front", published_at=NOW - timedelta(days=1)),
    make_tagged(103, status="withdrawn", published_at=NOW),
    # What another paper has from the first article.
    make_tagged(104, published_at=NOW).model_copy(
        update={"story_id": f"{1:032x}", "near_duplicate_of": f"{1:032x}"}
    ),
)


@pytest.fixture(scope="module")
def ask(servers):
    """Give a function that returns what an index with some articles answers to a request."""
    servers.start()
    alias = f"kibana-{uuid.uuid4().hex[:8]}"
    settings = ElasticsearchSettings(url=servers.elasticsearch_url, alias=alias)
    client = Elasticsearch(settings.url, request_timeout=30)
    name = create_index(client, settings)
    documents = [build_document(each, NOW) for each in (*ARTICLES, *OTHERS)]
    BulkWriter(client, alias, 500, 10**7).write(documents)
    client.indices.refresh(index=name)
    yield lambda request: client.search(index=alias, **request)
    client.indices.delete(index=name)


def shows_something(told: dict[str, Any]) -> bool:
    """Whether each aggregation has a value, or a bucket that shows something itself."""
    return all(
        each.get("value")
        or any(shows_something(list_inner(bucket)) for bucket in list_buckets(each))
        for each in told.values()
    )


def list_buckets(answer: dict[str, Any]) -> list[dict[str, Any]]:
    buckets = answer.get("buckets", [])
    # Filters answer by label.
    found = buckets.values() if isinstance(buckets, dict) else buckets
    return [bucket for bucket in found if bucket["doc_count"]]


def list_inner(bucket: dict[str, Any]) -> dict[str, Any]:
    return {
        name: each
        for name, each in bucket.items()
        if isinstance(each, dict) and ("buckets" in each or "value" in each)
    }


@pytest.mark.parametrize(("saved", "board_query"), PANELS, ids=IDS)
def test_a_panel_has_something_to_show(ask, saved, board_query):
    answer = ask(build_request(saved, board_query))
    assert answer["_shards"]["failed"] == 0
    assert answer["hits"]["total"]["value"] > 0
    assert shows_something(answer.get("aggregations", {})), answer["aggregations"]


def test_withdrawn_articles_are_counted_for_feeds_and_nowhere_else(ask):
    totals = {
        query: ask(build_request(select("visualization")[0], query))["hits"]["total"]["value"]
        for query in {query for _, query in PANELS}
    }
    everything = len(ARTICLES) + len(OTHERS)
    assert totals == {"": everything, 'not status : "withdrawn"': everything - 1}


def test_the_map_has_the_places_of_articles(ask):
    (saved,) = select("map")
    grid = ask(build_request(saved))["aggregations"]["gridSplit"]["buckets"]
    assert sum(each["doc_count"] for each in grid) > 0
    centre = grid[0]["gridCentroid"]["location"]
    assert (round(centre["lat"], 2), round(centre["lon"], 2)) == (31.5, 112.25)
