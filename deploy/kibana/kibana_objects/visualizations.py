"""Charts as Kibana's aggregation-based visualizations keep them (``visState``).

The shapes are those that Kibana 8 exports and 9 still opens. What is left out, Kibana fills in from
the defaults of each type.
"""

from __future__ import annotations

from typing import Any, Final

from kibana_objects.axes import write_axes
from kibana_objects.queries import write_kql
from kibana_objects.vocabulary import (
    Bucket,
    Chart,
    Count,
    Dates,
    Distinct,
    Filters,
    Latest,
    Metric,
    Terms,
)

_TYPES: Final = {
    "bars": "histogram",
    "ranking": "horizontal_bar",
    "table": "table",
    "number": "metric",
}
# Where each bucket goes, by its place: along the axis, or into colours.
_SCHEMAS: Final = {
    "bars": ("segment", "group"),
    "ranking": ("segment",),
    "table": ("bucket", "bucket"),
    "number": (),
}


def build_vis_state(chart: Chart) -> dict[str, Any]:
    """Return what the attribute ``visState`` holds as JSON."""
    metrics = [
        {"id": str(number), "enabled": True, "schema": "metric"} | _write_metric(metric)
        for number, metric in enumerate(chart.metrics, start=1)
    ]
    schemas = _SCHEMAS[chart.kind]
    buckets = [
        {"id": str(number), "enabled": True, "schema": schema} | _write_bucket(bucket)
        for number, (bucket, schema) in enumerate(
            zip(chart.buckets, schemas, strict=False), start=len(metrics) + 1
        )
    ]
    return {
        "title": chart.title,
        "type": _TYPES[chart.kind],
        "aggs": metrics + buckets,
        "params": _write_params(chart),
    }


def _write_metric(metric: Metric) -> dict[str, Any]:
    match metric:
        case Count(label):
            return {"type": "count", "params": {"customLabel": label}}
        case Distinct(field, label):
            return {"type": "cardinality", "params": {"field": field, "customLabel": label}}
        case Latest(field, label):
            return {"type": "max", "params": {"field": field, "customLabel": label}}


def _write_bucket(bucket: Bucket) -> dict[str, Any]:
    match bucket:
        case Dates(field):
            params: dict[str, Any] = {
                "field": field,
                "useNormalizedEsInterval": True,
                "scaleMetricValues": False,
                "interval": "auto",
                "drop_partials": False,
                "min_doc_count": 1,
                "extended_bounds": {},
            }
            return {"type": "date_histogram", "params": params}
        case Terms(field, label, size, missing):
            params = {
                "field": field,
                "customLabel": label,
                # The first metric, which is a count.
                "orderBy": "1",
                "order": "desc",
                "size": size,
                "otherBucket": False,
                "otherBucketLabel": "Other",
                "missingBucket": missing is not None,
                "missingBucketLabel": missing or "Missing",
            }
            return {"type": "terms", "params": params}
        case Filters(queries):
            filters = [
                {"input": {"query": write_kql(query), "language": "kuery"}, "label": label}
                for label, query in queries
            ]
            return {"type": "filters", "params": {"filters": filters}}


def _write_params(chart: Chart) -> dict[str, Any]:
    match chart.kind:
        case "bars":
            return write_axes(chart, "histogram", "bottom", "left")
        case "ranking":
            return write_axes(chart, "horizontal_bar", "left", "bottom")
        case "table":
            return {
                "perPage": 10,
                "showPartialRows": False,
                "showMetricsAtAllLevels": False,
                "showTotal": False,
                "totalFunc": "sum",
                "percentageCol": "",
                "showToolbar": True,
            }
        case "number":
            return {
                "type": "metric",
                "addTooltip": True,
                "addLegend": False,
                "metric": {
                    "percentageMode": False,
                    "useRanges": False,
                    "colorSchema": "Green to Red",
                    "metricColorMode": "None",
                    "colorsRange": [{"from": 0, "to": 10000}],
                    "labels": {"show": True},
                    "invertColors": False,
                    "style": {
                        "bgFill": "#000",
                        "bgColor": False,
                        "labelColor": False,
                        "subText": "",
                        "fontSize": 48,
                    },
                },
            }
