"""The dashboard asks only for metrics of the closed list, with labels that they have."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from compose_file import CONFIGURED, ROOT, SERVICES

from tidings.metrics import METRICS

GRAFANA = ROOT / "deploy/compose/grafana"
BOARD = json.loads((GRAFANA / "dashboards/road.json").read_text(encoding="utf-8"))
QUERIES = [
    (panel["title"], target["expr"]) for panel in BOARD["panels"] for target in panel["targets"]
]
SCRAPES = yaml.safe_load((ROOT / "deploy/compose/prometheus.yml").read_text(encoding="utf-8"))
_SUFFIXES = {"counter": ("",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
LABELS = {
    metric.name + suffix: {"stage", "job", "instance", *metric.labels}
    | ({"le"} if suffix == "_bucket" else set())
    for metric in METRICS
    for suffix in _SUFFIXES[metric.kind]
}


def find_metrics(query: str) -> set[str]:
    return set(re.findall(r"\btidings_\w+", query))


def find_labels(query: str) -> set[str]:
    groups = re.findall(r"by \(([^)]*)\)", query) + re.findall(r"\{([^}]*)\}", query)
    return {
        re.split(r"[=!~]", part.strip())[0] for group in groups for part in group.split(",") if part
    }


@pytest.mark.parametrize(("title", "query"), QUERIES, ids=[title for title, _ in QUERIES])
def test_a_query_names_listed_metrics_and_labels_they_have(title, query):
    metrics = find_metrics(query)
    assert metrics <= set(LABELS)
    assert metrics or "up{" in query
    for metric in metrics:
        assert find_labels(query) <= LABELS[metric], title


def test_every_metric_of_the_list_is_on_the_dashboard():
    asked = {name for _, query in QUERIES for name in find_metrics(query)}
    for metric in METRICS:
        assert asked & {metric.name + suffix for suffix in _SUFFIXES[metric.kind]}, metric.name


def test_a_histogram_is_shown_of_the_last_minutes_and_not_since_the_start():
    for _, query in QUERIES:
        for metric in METRICS:
            if metric.kind == "histogram" and metric.name in query:
                assert "rate(" in query


def test_panels_say_what_they_mean_and_do_not_overlap():
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        assert panel["description"].endswith(".")
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_panels_ask_the_data_source_that_is_provisioned():
    sources = yaml.safe_load(
        (GRAFANA / "provisioning/datasources/prometheus.yml").read_text(encoding="utf-8")
    )
    (source,) = sources["datasources"]
    asked = {panel["datasource"]["uid"] for panel in BOARD["panels"]}
    assert asked == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"


def test_the_dashboards_are_looked_for_where_they_are_mounted():
    provider = yaml.safe_load(
        (GRAFANA / "provisioning/dashboards/tidings.yml").read_text(encoding="utf-8")
    )
    path = provider["providers"][0]["options"]["path"]
    assert f"./deploy/compose/grafana/dashboards:{path}:ro" in SERVICES["grafana"]["volumes"]
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == f"{path}/road.json"


def test_prometheus_asks_every_stage_that_serves_metrics():
    wanted = {
        f"{name}:{each['environment']['TIDINGS_METRICS_PORT']}"
        for name, each in CONFIGURED.items()
        if "TIDINGS_METRICS_PORT" in each["environment"]
    }
    (job,) = (each for each in SCRAPES["scrape_configs"] if each["job_name"] == "tidings")
    assert set(job["static_configs"][0]["targets"]) == wanted
