"""docs/metrics.md is the list in the code, and its queries ask for what is in the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidings.metrics import METRICS

PAGE = (Path(__file__).parents[2] / "docs/metrics.md").read_text(encoding="utf-8")
# A label's value can hold a bar in a query, not in this page's tables.
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith("|---")
]
LISTED = [row for row in ROWS if row[0].startswith("`tidings_")]
QUERIES = [row[1].strip("`") for row in ROWS if row[0].endswith("?")]


def test_the_table_is_the_list_in_the_same_order():
    in_code = [
        [
            f"`{metric.name}`",
            metric.kind,
            ", ".join(f"`{label}`" for label in metric.labels),
            metric.meaning,
        ]
        for metric in METRICS
    ]
    assert in_code == LISTED


def test_there_is_a_query_for_each_question():
    assert len(QUERIES) >= 5
    assert all(query for query in QUERIES)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_names_listed_metrics_and_their_labels(query):
    (name,) = set(re.findall(r"tidings_\w+", query))
    (metric,) = (
        each
        for each in METRICS
        if name == each.name or (each.kind == "histogram" and name == f"{each.name}_bucket")
    )
    allowed = {"stage", "le", *metric.labels}
    grouped = re.findall(r"by \(([^)]*)\)", query)
    chosen = re.findall(r"(\w+)=\"", query)
    assert {label.strip() for group in grouped for label in group.split(",")} <= allowed
    assert set(chosen) <= allowed
