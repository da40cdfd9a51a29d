"""What Kibana imports is current, whole, and names only fields that the mapping has."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any

import pytest
from compose_file import ROOT, SERVICES
from kibana_file import (
    OBJECTS,
    OBJECTS_FILE,
    build_request,
    find_aggregations,
    find_query,
    list_fields,
    read_kql,
    select,
)

from kibana_objects.saved_objects import GRID_WIDTH, render_objects
from tidings.settings import ElasticsearchSettings

MAPPING = json.loads((ROOT / "deploy/elasticsearch/articles.json").read_text(encoding="utf-8"))
IDS = [f"{each['type']}:{each['id']}" for each in OBJECTS]
EVERY = pytest.mark.parametrize("saved", OBJECTS, ids=IDS)
BOARDS = select("dashboard")
BOARD = pytest.mark.parametrize("board", BOARDS, ids=[each["id"] for each in BOARDS])
# What the types take, by their own schemas: anything else is refused.
ATTRIBUTES = {
    "index-pattern": {"title", "name", "timeFieldName"},
    "visualization": {
        "title",
        "description",
        "version",
        "kibanaSavedObjectMeta",
        "uiStateJSON",
        "visState",
    },
    "map": {"title", "description", "mapStateJSON", "layerListJSON", "uiStateJSON"},
    "search": {
        "title",
        "description",
        "columns",
        "sort",
        "grid",
        "hideChart",
        "isTextBasedQuery",
        "kibanaSavedObjectMeta",
    },
    "dashboard": {
        "title",
        "description",
        "kibanaSavedObjectMeta",
        "timeRestore",
        "timeFrom",
        "timeTo",
        "refreshInterval",
        "panelsJSON",
        "optionsJSON",
        "version",
    },
}


def find_mapped(field: str) -> tuple[dict[str, Any], str | None]:
    """Return the mapping of a field and the nested path that it lies in."""
    found: dict[str, Any] = MAPPING["mappings"]
    path, nested = [], None
    for part in field.split("."):
        path.append(part)
        children = found.get("properties", {}) | found.get("fields", {})
        assert part in children, f"{field} is not in the mapping"
        found = children[part]
        if found.get("type") == "nested":
            nested = ".".join(path)
    return found, nested


def test_the_file_is_what_the_description_makes():
    told = "run PYTHONPATH=deploy/kibana python -m kibana_objects"
    assert OBJECTS_FILE.read_text(encoding="utf-8") == render_objects(), told


@EVERY
def test_a_field_is_mapped_and_fits_its_use(saved):
    for field, use, path in list_fields(saved):
        mapped, nested = find_mapped(field)
        # Kibana counts nothing inside of nested objects, and finds them only by their path.
        assert nested == path, field
        assert use in ("any", mapped["type"]), field
        assert mapped.get("index", True), field
        assert mapped.get("doc_values", True), field


@pytest.mark.parametrize("field", ["person", "events.kind", "headline.folded"])
def test_a_field_that_is_not_mapped_is_noticed(field):
    with pytest.raises(AssertionError, match="not in the mapping"):
        find_mapped(field)


@EVERY
def test_an_object_says_its_version_and_has_no_attribute_that_its_type_refuses(saved):
    for version in (saved["coreMigrationVersion"], saved["typeMigrationVersion"]):
        parts = tuple(int(part) for part in version.split("."))
        assert parts <= (8, 8, 0), "as old as every Kibana that is to take it"
    assert set(saved["attributes"]) <= ATTRIBUTES[saved["type"]]


@EVERY
def test_what_an_object_refers_to_is_in_the_file_before_it(saved):
    before = OBJECTS[: OBJECTS.index(saved)]
    known = {(each["type"], each["id"]) for each in before}
    assert {(each["type"], each["id"]) for each in saved["references"]} <= known
    named = set(re.findall(r'[rR]efName\\*":\\*"([^"\\]+)', json.dumps(saved["attributes"])))
    assert named == {each["name"].rpartition(":")[2] for each in saved["references"]}


def test_ids_are_our_own_and_each_is_there_once():
    assert len(set(IDS)) == len(IDS)
    assert all(each["id"].startswith("tidings-") for each in OBJECTS)


def test_the_views_are_of_the_alias_that_searches_go_to():
    alias = ElasticsearchSettings.model_fields["alias"].default
    assert {view["attributes"]["title"] for view in select("index-pattern")} == {alias}


@BOARD
def test_panels_do_not_overlap_and_fit_the_grid(board):
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(board["attributes"]["panelsJSON"]):
        at = panel["gridData"]
        across = range(at["x"], at["x"] + at["w"])
        cells = {(x, y) for x in across for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        assert at["x"] + at["w"] <= GRID_WIDTH
        taken |= cells


@BOARD
def test_a_panel_is_found_by_the_name_that_kibana_looks_for(board):
    named = {each["name"]: each for each in board["references"]}
    for panel in json.loads(board["attributes"]["panelsJSON"]):
        reference = named[f"{panel['panelIndex']}:{panel['panelRefName']}"]
        assert reference["type"] == panel["type"]


def test_each_panel_is_on_one_dashboard_and_says_what_it_shows():
    shown = [each["id"] for each in chain.from_iterable(board["references"] for board in BOARDS)]
    panels = select("visualization", "map", "search")
    assert sorted(shown) == sorted(each["id"] for each in panels)
    assert all(each["attributes"]["description"].endswith(".") for each in panels)


def test_there_are_three_dashboards_with_a_map_and_searches():
    titles = [board["attributes"]["title"] for board in BOARDS]
    assert titles == ["What happened", "Who and where", "How feeds behave"]
    assert len(select("map")) == 1
    assert len(select("search")) == 4


def test_terms_are_ordered_by_the_count_which_is_the_first_metric():
    for saved in select("visualization"):
        aggregations = find_aggregations(saved)
        if any(each["type"] == "terms" for each in aggregations):
            assert aggregations[0] | {"params": {}} == {
                "id": "1",
                "enabled": True,
                "schema": "metric",
                "type": "count",
                "params": {},
            }


def test_the_ground_of_the_map_is_off_for_it_would_ask_elsewhere():
    (saved,) = select("map")
    asking = [
        layer
        for layer in json.loads(saved["attributes"]["layerListJSON"])
        if layer["sourceDescriptor"]["type"].startswith("EMS")
    ]
    assert len(asking) == 1
    assert asking[0]["visible"] is False


def test_withdrawn_articles_are_on_the_dashboard_of_feeds_alone():
    told = {board["attributes"]["title"]: find_query(board) for board in BOARDS}
    assert told == {
        "What happened": 'not status : "withdrawn"',
        "Who and where": 'not status : "withdrawn"',
        "How feeds behave": "",
    }


def test_a_search_within_nested_objects_names_its_path():
    (announced,) = (each for each in select("search") if "nounced" in each["id"])
    assert find_query(announced) == 'events:{ status : ("planned" or "demanded") }'
    nested = {"path": "events", "query": {"terms": {"events.status": ["planned", "demanded"]}}}
    assert read_kql(find_query(announced)) == {"nested": nested}


def test_a_request_nests_its_buckets_in_order_and_its_metrics_in_the_last():
    (feeds,) = (each for each in select("visualization") if each["id"] == "tidings-feeds-by-source")
    aggregations = build_request(feeds)["aggs"]
    (sources,) = aggregations.values()
    (names,) = sources["aggs"].values()
    assert sources["terms"]["field"] == "source"
    assert names["terms"] == {
        "field": "feed",
        "size": 20,
        "order": {"_count": "desc"},
        "missing": "__missing__",
    }
    assert [next(iter(each)) for each in names["aggs"].values()] == ["cardinality", "max"]


def test_compose_gives_the_file_to_kibana_once_it_is_healthy():
    task = SERVICES["kibana-objects"]
    mounted = dict(reversed(entry.split(":")[:2]) for entry in task["volumes"])
    folder = mounted["/opt/kibana-objects"]
    assert (ROOT / folder).resolve() == OBJECTS_FILE.parent
    python, script, url, lines = task["command"]
    assert python == "python"
    for path in (script, lines):
        assert (OBJECTS_FILE.parent / path.removeprefix("/opt/kibana-objects/")).exists()
    assert url == "http://kibana:5601"
    assert task["depends_on"] == {"kibana": {"condition": "service_healthy"}}
