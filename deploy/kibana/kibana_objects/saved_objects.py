"""Saved objects from boards: what Kibana imports, one JSON object a line.

Each object says by ``typeMigrationVersion`` which Kibana's shape it has, so that a newer one
migrates it; without it, Kibana would take it for its own and migrate nothing. The versions are
those of Kibana's own sample data, or of what 8.8 exports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from kibana_objects.feeds import FEEDS
from kibana_objects.grid_map import SOURCE_REFERENCE, build_layers, build_map_state
from kibana_objects.parts import INDEX, VIEWS
from kibana_objects.queries import Query, write_kql
from kibana_objects.visualizations import build_vis_state
from kibana_objects.vocabulary import Board, Chart, DataView, GridMap, Panel, Search
from kibana_objects.what_happened import WHAT_HAPPENED
from kibana_objects.who_and_where import WHO_AND_WHERE

BOARDS: Final = (WHAT_HAPPENED, WHO_AND_WHERE, FEEDS)
CORE_VERSION: Final = "8.8.0"
TYPE_VERSIONS: Final = {
    "index-pattern": "7.11.0",
    "visualization": "8.5.0",
    "map": "8.4.0",
    "search": "7.9.3",
    "dashboard": "8.7.0",
}
# Columns of a dashboard's grid.
GRID_WIDTH: Final = 48
_INDEX_REFERENCE: Final = "kibanaSavedObjectMeta.searchSourceJSON.index"


def render_objects() -> str:
    """Return the file that Kibana imports."""
    return "".join(f"{_to_json(each)}\n" for each in build_objects())


def build_objects() -> Iterator[dict[str, Any]]:
    """Yield every object, each after those that it refers to."""
    yield from (_build_view(view) for view in VIEWS)
    for board in BOARDS:
        yield from (_build_panel(panel, board) for panel in board.panels())
        yield _build_board(board)


def _build_view(view: DataView) -> dict[str, Any]:
    attributes = {"title": INDEX, "name": view.name, "timeFieldName": view.time_field}
    return _build_object("index-pattern", view.id, attributes, [])


def _build_panel(panel: Panel, board: Board) -> dict[str, Any]:
    attributes: dict[str, Any] = {"title": panel.title, "description": panel.note}
    view = _refer("index-pattern", board.view.id, _INDEX_REFERENCE)
    match panel:
        case GridMap():
            attributes["mapStateJSON"] = _to_json(build_map_state())
            attributes["layerListJSON"] = _to_json(build_layers(panel))
            attributes["uiStateJSON"] = "{}"
            view = _refer("index-pattern", board.view.id, SOURCE_REFERENCE)
        case Chart():
            attributes["visState"] = _to_json(build_vis_state(panel))
            attributes["uiStateJSON"] = "{}"
            attributes["version"] = 1
            attributes["kibanaSavedObjectMeta"] = _write_source(None, indexRefName=view["name"])
        case Search(columns=columns, query=query):
            attributes["columns"] = list(columns)
            attributes["sort"] = [[board.view.time_field, "desc"]]
            attributes |= {"grid": {}, "hideChart": False, "isTextBasedQuery": False}
            attributes["kibanaSavedObjectMeta"] = _write_source(query, indexRefName=view["name"])
    return _build_object(find_type(panel), find_id(panel), attributes, [view])


def _build_board(board: Board) -> dict[str, Any]:
    panels, references = [], []
    for number, (panel, place) in enumerate(_lay_out(board), start=1):
        key, name = str(number), f"panel_{number}"
        panels.append(
            {
                "version": CORE_VERSION,
                "type": find_type(panel),
                "panelIndex": key,
                "gridData": place | {"i": key},
                "embeddableConfig": {},
                "panelRefName": name,
            }
        )
        references.append(_refer(find_type(panel), find_id(panel), f"{key}:{name}"))
    attributes = {
        "title": board.title,
        "description": board.note,
        "panelsJSON": _to_json(panels),
        "optionsJSON": _to_json({"useMargins": True, "hidePanelTitles": False}),
        "timeRestore": True,
        "timeFrom": "now-30d",
        "timeTo": "now",
        "refreshInterval": {"pause": True, "value": 60000},
        "kibanaSavedObjectMeta": _write_source(board.query),
        "version": 1,
    }
    return _build_object("dashboard", board.id, attributes, references)


def _lay_out(board: Board) -> Iterator[tuple[Panel, dict[str, int]]]:
    top = 0
    for row in board.rows:
        width = GRID_WIDTH // len(row.panels)
        for column, panel in enumerate(row.panels):
            yield panel, {"x": column * width, "y": top, "w": width, "h": row.height}
        top += row.height


def find_type(panel: Panel) -> str:
    """Return Kibana's name for what the panel is saved as."""
    match panel:
        case Chart():
            return "visualization"
        case GridMap():
            return "map"
        case Search():
            return "search"


def find_id(panel: Panel) -> str:
    """Return the id under which the panel is saved: a new import replaces it."""
    return f"tidings-{panel.id}"


def _refer(kind: str, object_id: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": object_id, "name": name}


def _write_source(query: Query | None, **more: str) -> dict[str, str]:
    source = {"query": {"query": write_kql(query), "language": "kuery"}, "filter": [], **more}
    return {"searchSourceJSON": _to_json(source)}


def _build_object(
    kind: str, object_id: str, attributes: dict[str, Any], references: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "type": kind,
        "id": object_id,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": CORE_VERSION,
        "typeMigrationVersion": TYPE_VERSIONS[kind],
        "managed": False,
    }


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
