"""A map as Kibana keeps it: the ground, which is off, and circles of near points."""

from __future__ import annotations

from typing import Any, Final

from kibana_objects.vocabulary import GridMap

# Which reference of the saved object each layer takes its data view from, by the layer's place.
SOURCE_REFERENCE: Final = "layer_1_source_index_pattern"
_COUNT: Final = {"name": "doc_count", "origin": "source"}


def build_layers(grid: GridMap) -> list[dict[str, Any]]:
    """Return what the attribute ``layerListJSON`` holds as JSON."""
    return [_ground(), _circles(grid)]


def build_map_state() -> dict[str, Any]:
    """Return what the attribute ``mapStateJSON`` holds: the view goes to where the circles are."""
    return {
        "zoom": 2,
        "center": {"lon": 60, "lat": 25},
        "timeFilters": {"from": "now-30d", "to": "now"},
        "query": {"language": "kuery", "query": ""},
        "filters": [],
        "settings": {"autoFitToDataBounds": True},
    }


def _ground() -> dict[str, Any]:
    return {
        "id": "ground",
        # Off: the browser asks Elastic's servers for the tiles of the region that is looked at.
        "visible": False,
        "label": "Ground, from Elastic's map service",
        "minZoom": 0,
        "maxZoom": 24,
        "alpha": 1,
        "locale": "autoselect",
        "sourceDescriptor": {
            "type": "EMS_TMS",
            "isAutoSelect": True,
            "lightModeDefault": "road_map_desaturated",
        },
        "style": {"type": "EMS_VECTOR_TILE", "color": ""},
        "includeInFitToBounds": False,
        "type": "EMS_VECTOR_TILE",
    }


def _circles(grid: GridMap) -> dict[str, Any]:
    def grow(smallest: int, largest: int) -> dict[str, Any]:
        options = {
            "field": _COUNT,
            "minSize": smallest,
            "maxSize": largest,
            "fieldMetaOptions": {"isEnabled": True, "sigma": 3},
        }
        return {"type": "DYNAMIC", "options": options}

    return {
        "id": "circles",
        "visible": True,
        "label": grid.title,
        "minZoom": 0,
        "maxZoom": 24,
        "alpha": 0.75,
        "sourceDescriptor": {
            "type": "ES_GEO_GRID",
            "id": f"{grid.id}-grid",
            "geoField": grid.field,
            "requestType": "point",
            "resolution": "COARSE",
            "metrics": [{"type": "count", "label": "Articles"}],
            "applyGlobalQuery": True,
            "applyGlobalTime": True,
            "applyForceRefresh": True,
            "indexPatternRefName": SOURCE_REFERENCE,
        },
        "style": {
            "type": "VECTOR",
            "isTimeAware": True,
            "properties": {
                "fillColor": {"type": "STATIC", "options": {"color": "#2f6fb5"}},
                "lineColor": {"type": "STATIC", "options": {"color": "#ffffff"}},
                "lineWidth": {"type": "STATIC", "options": {"size": 1}},
                "iconSize": grow(7, 32),
                "labelText": {"type": "DYNAMIC", "options": {"field": _COUNT}},
            },
        },
        "includeInFitToBounds": True,
        "joins": [],
        "type": "GEOJSON_VECTOR",
    }
