"""The axes of Kibana's bar charts: all that it does not fill in by itself."""

from __future__ import annotations

from typing import Any

from kibana_objects.vocabulary import Chart


def write_axes(chart: Chart, kind: str, along: str, up: str) -> dict[str, Any]:
    """Return ``params`` of a bar chart of Kibana's ``kind``, with its axes on these sides."""
    return {
        "type": kind,
        "grid": {"categoryLines": False},
        "categoryAxes": [
            {
                "id": "CategoryAxis-1",
                "type": "category",
                "position": along,
                "show": True,
                "style": {},
                "scale": {"type": "linear"},
                "labels": {"show": True, "rotate": 0, "filter": True, "truncate": 100},
                "title": {},
            }
        ],
        "valueAxes": [
            {
                "id": "ValueAxis-1",
                "name": "LeftAxis-1",
                "type": "value",
                "position": up,
                "show": True,
                "style": {},
                "scale": {"type": "linear", "mode": "normal"},
                "labels": {"show": True, "rotate": 0, "filter": True, "truncate": 100},
                "title": {"text": chart.metrics[0].label},
            }
        ],
        "seriesParams": [
            {
                "show": True,
                "type": "histogram",
                "mode": "stacked",
                "data": {"id": "1", "label": chart.metrics[0].label},
                "valueAxis": "ValueAxis-1",
                "drawLinesBetweenPoints": True,
                "showCircles": True,
                "interpolate": "linear",
                "lineWidth": 2,
                "circlesRadius": 1,
            }
        ],
        "addTooltip": True,
        "addLegend": len(chart.buckets) > 1,
        "legendPosition": "right",
        "times": [],
        "addTimeMarker": False,
        "labels": {"show": False},
        "thresholdLine": {
            "show": False,
            "value": 10,
            "width": 1,
            "style": "full",
            "color": "#E7664C",
        },
        "palette": {"type": "palette", "name": "default"},
    }
