"""What queries may name: ``from metric_names import LABELS, find_labels, find_metrics``."""

from __future__ import annotations

import re

from tidings.metrics import METRICS

SUFFIXES = {"counter": ("",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
# Prometheus adds the first two.
LABELS = {
    metric.name + suffix: {"job", "instance", "stage", *metric.labels}
    | ({"le"} if suffix == "_bucket" else set())
    for metric in METRICS
    for suffix in SUFFIXES[metric.kind]
}


def find_metrics(query: str) -> set[str]:
    """Return our metrics that a query names, without those that rules record."""
    return set(re.findall(r"\btidings_\w+", query))


def find_records(query: str) -> set[str]:
    """Return the recorded series that a query names."""
    return set(re.findall(r"\btidings:\w+:\w+", query))


def find_labels(query: str) -> set[str]:
    """Return the labels that a query groups by or chooses by."""
    groups = re.findall(r"by \(([^)]*)\)", query) + re.findall(r"\{([^}]*)\}", query)
    return {
        re.split(r"[=!~]", part.strip())[0] for group in groups for part in group.split(",") if part
    }
