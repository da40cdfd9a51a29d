"""Read what Kibana imports as Kibana does: ``from kibana_file import OBJECTS``.

Fields and requests are taken from the file itself, not from the description that it is built of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

KIBANA = Path(__file__).parents[1] / "deploy/kibana"
OBJECTS_FILE = KIBANA / "articles.ndjson"
OBJECTS: list[dict[str, Any]] = [
    json.loads(line) for line in OBJECTS_FILE.read_text(encoding="utf-8").splitlines()
]
# How an aggregation uses its field.
USES = {
    "terms": "keyword",
    "cardinality": "keyword",
    "date_histogram": "date",
    "max": "date",
}


class FieldUse(NamedTuple):
    """A field, what it must be (``any``: whatever is mapped), and the nested path around it."""

    field: str
    use: str
    path: str | None = None


def select(*types: str) -> list[dict[str, Any]]:
    return [each for each in OBJECTS if each["type"] in types]


def find_query(saved: dict[str, Any]) -> str:
    """Return the query of a saved object, in Kibana's language."""
    meta = saved["attributes"].get("kibanaSavedObjectMeta", {"searchSourceJSON": "{}"})
    return json.loads(meta["searchSourceJSON"]).get("query", {"query": ""})["query"]


def find_aggregations(saved: dict[str, Any]) -> list[dict[str, Any]]:
    return json.loads(saved["attributes"].get("visState", '{"aggs": []}'))["aggs"]


def find_grids(saved: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the layers of a map ask of Elasticsearch."""
    layers = json.loads(saved["attributes"].get("layerListJSON", "[]"))
    sources = [layer["sourceDescriptor"] for layer in layers]
    return [source for source in sources if source["type"] == "ES_GEO_GRID"]


def list_fields(saved: dict[str, Any]) -> Iterator[FieldUse]:
    """Yield each field that the object names."""
    attributes = saved["attributes"]
    if "timeFieldName" in attributes:
        yield FieldUse(attributes["timeFieldName"], "date")
    for column in attributes.get("columns", []):
        yield FieldUse(column, "any")
    for field, _ in attributes.get("sort", []):
        yield FieldUse(field, "date")
    for grid in find_grids(saved):
        yield FieldUse(grid["geoField"], "geo_point")
    for each in find_aggregations(saved):
        if "field" in each["params"]:
            yield FieldUse(each["params"]["field"], USES[each["type"]])
        for one in each["params"].get("filters", []):
            yield from _list_of_query(read_kql(one["input"]["query"]))
    yield from _list_of_query(read_kql(find_query(saved)))


def _list_of_query(query: dict[str, Any], path: str | None = None) -> Iterator[FieldUse]:
    match query:
        case {"exists": {"field": field}}:
            yield FieldUse(field, "any", path)
        case {"terms": terms}:
            yield from (FieldUse(field, "keyword", path) for field in terms)
        case {"nested": {"path": outer, "query": inner}}:
            yield from _list_of_query(inner, outer)
        case {"bool": {"must_not": [inner]}}:
            yield from _list_of_query(inner, path)


def read_kql(text: str, path: str = "") -> dict[str, Any]:
    """Return the query of Elasticsearch for what this file says in Kibana's language."""
    if not text:
        return {"match_all": {}}
    if inner := re.fullmatch(r"not (.+)", text):
        return {"bool": {"must_not": [read_kql(inner[1], path)]}}
    if inner := re.fullmatch(r"(\w+):\{ (.+) \}", text):
        return {"nested": {"path": inner[1], "query": read_kql(inner[2], f"{inner[1]}.")}}
    if inner := re.fullmatch(r"([\w.]+) : \*", text):
        return {"exists": {"field": path + inner[1]}}
    inner = re.fullmatch(r'([\w.]+) : (\(?"[^"]+"(?: or "[^"]+")*\)?)', text)
    assert inner, f"{text} is none of the queries that this file has"
    return {"terms": {path + inner[1]: re.findall(r'"([^"]+)"', inner[2])}}


def build_request(saved: dict[str, Any], board_query: str = "") -> dict[str, Any]:
    """Return the search that Kibana makes for a panel of a dashboard with this query.

    Buckets are nested in their order, metrics stand in the innermost one, and a count needs no
    aggregation. How long a bar over time is, Kibana chooses; a day stands for any. The map asks for
    tiles as wide as its zoom wants; 6 stands for any.
    """
    queries = [read_kql(board_query), read_kql(find_query(saved))]
    asked = {"query": {"bool": {"filter": queries}}}
    if saved["type"] == "search":
        return asked | {"sort": [{field: order} for field, order in saved["attributes"]["sort"]]}
    nested: dict[str, Any] = {}
    for grid in find_grids(saved):
        field = grid["geoField"]
        nested["gridSplit"] = {
            "geotile_grid": {"field": field, "precision": 6},
            "aggs": {"gridCentroid": {"geo_centroid": {"field": field}}},
        }
    aggregations = find_aggregations(saved)
    for each in (one for one in aggregations if one["schema"] == "metric"):
        if each["type"] != "count":
            nested[each["id"]] = {each["type"]: {"field": each["params"]["field"]}}
    for each in reversed([one for one in aggregations if one["schema"] != "metric"]):
        nested = {each["id"]: _build_bucket(each) | ({"aggs": nested} if nested else {})}
    return asked | {"size": 0, "aggs": nested}


def _build_bucket(aggregation: dict[str, Any]) -> dict[str, Any]:
    params = aggregation["params"]
    match aggregation["type"]:
        case "date_histogram":
            return {"date_histogram": {"field": params["field"], "calendar_interval": "1d"}}
        case "terms":
            asked = {"field": params["field"], "size": params["size"]}
            order = {"order": {"_count": params["order"]}}
            missing = {"missing": "__missing__"} if params["missingBucket"] else {}
            return {"terms": asked | order | missing}
        case "filters":
            told = {one["label"]: read_kql(one["input"]["query"]) for one in params["filters"]}
            return {"filters": {"filters": told}}
        case kind:
            raise AssertionError(f"no request is known for {kind}")
