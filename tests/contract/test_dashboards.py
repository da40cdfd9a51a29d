"""Grafana's dashboards are current, and ask only for metrics and labels that there are."""

from __future__ import annotations

import json

import pytest
import yaml
from compose_file import CONFIGURED, ROOT, SERVICES
from metric_names import LABELS, SUFFIXES, find_labels, find_metrics, find_records
from prometheus_server import RULES

from grafana_dashboards.catalogue import BOARDS
from grafana_dashboards.rendering import render_board
from tidings.metrics import METRICS

FOLDER = ROOT / "deploy/dashboards/boards"
GRAFANA = ROOT / "deploy/compose/grafana"
SCRAPES = yaml.safe_load((ROOT / "deploy/compose/prometheus.yml").read_text(encoding="utf-8"))
RULE_FILES = [yaml.safe_load(each.read_text(encoding="utf-8")) for each in RULES]
RECORDED = {
    rule["record"]
    for file in RULE_FILES
    for group in file["groups"]
    for rule in group["rules"]
    if "record" in rule
}
QUERIES = [
    pytest.param(query.expr, id=f"{board.name}: {panel.title}, {query.legend}")
    for board in BOARDS
    for panel in board.panels
    for query in panel.queries
]
EACH_BOARD = pytest.mark.parametrize("board", BOARDS, ids=[each.name for each in BOARDS])


@EACH_BOARD
def test_the_file_of_a_board_is_what_its_description_makes(board):
    text = (FOLDER / f"{board.name}.json").read_text(encoding="utf-8")
    assert text == render_board(board), (
        "run PYTHONPATH=deploy/dashboards python -m grafana_dashboards"
    )


def test_there_is_one_overview_and_one_board_for_each_stage_and_for_the_feeds():
    names = ["overview", "ingest", "enrich", "index", "watch", "desk", "feeds"]
    assert [each.name for each in BOARDS] == names
    assert {each.stem for each in FOLDER.iterdir()} == set(names)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_names_listed_metrics_and_labels_they_have(query):
    metrics = find_metrics(query)
    assert metrics <= set(LABELS)
    assert find_records(query) <= RECORDED
    assert metrics or find_records(query) or "up{" in query or "ALERTS{" in query
    for metric in metrics:
        assert find_labels(query) <= LABELS[metric]


def test_every_metric_of_the_list_is_on_a_board():
    asked = {name for query in QUERIES for name in find_metrics(query.values[0])}
    for metric in METRICS:
        assert asked & {metric.name + suffix for suffix in SUFFIXES[metric.kind]}, metric.name


def test_a_histogram_is_shown_of_the_last_minutes_and_not_since_the_start():
    for query in QUERIES:
        (expr,) = query.values
        for metric in METRICS:
            if metric.kind == "histogram" and metric.name in expr:
                assert "rate(" in expr


@EACH_BOARD
def test_panels_say_what_they_mean_and_do_not_overlap(board):
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(render_board(board))["panels"]:
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


@EACH_BOARD
def test_panels_ask_the_data_source_that_is_provisioned(board):
    provisioned = GRAFANA / "provisioning/datasources/prometheus.yml"
    (source,) = yaml.safe_load(provisioned.read_text(encoding="utf-8"))["datasources"]
    panels = json.loads(render_board(board))["panels"]
    assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"


def test_the_dashboards_are_looked_for_where_they_are_mounted():
    provider = yaml.safe_load(
        (GRAFANA / "provisioning/dashboards/tidings.yml").read_text(encoding="utf-8")
    )
    path = provider["providers"][0]["options"]["path"]
    assert f"./deploy/dashboards/boards:{path}:ro" in SERVICES["grafana"]["volumes"]
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == f"{path}/overview.json"


def test_prometheus_asks_every_stage_that_serves_metrics():
    wanted = {
        f"{name}:{each['environment']['TIDINGS_METRICS_PORT']}"
        for name, each in CONFIGURED.items()
        if "TIDINGS_METRICS_PORT" in each["environment"]
    }
    (job,) = (each for each in SCRAPES["scrape_configs"] if each["job_name"] == "tidings")
    assert set(job["static_configs"][0]["targets"]) == wanted


def test_prometheus_finds_every_file_of_rules_where_it_is_mounted():
    assert "./deploy/alerts:/etc/prometheus/alerts:ro" in SERVICES["prometheus"]["volumes"]
    assert SCRAPES["rule_files"] == [f"/etc/prometheus/alerts/{each.name}" for each in RULES]
