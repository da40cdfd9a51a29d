"""Every query of the dashboards finds data where each metric was counted once, in a Prometheus."""

from __future__ import annotations

import time

import pytest
from polling import holds_within
from prometheus_client import CollectorRegistry
from prometheus_server import find_values, fit_to_test, read_rules, run_prometheus

from grafana_dashboards.catalogue import BOARDS
from tidings.liveness import Liveness
from tidings.metrics import METRICS, StageMetrics
from tidings.telemetry import TelemetryServer

QUERIES = [
    pytest.param(query.expr, id=f"{board.name}: {panel.title}, {query.legend}")
    for board in BOARDS
    for panel in board.panels
    for query in panel.queries
]
VALUES = {"outcome": "rejected", "status": "503", "reason": "mapping"}
# Two scrapes and the rules on them take 10 s; the rest is for a busy machine.
SOON_S = 120.0


def count_everything(metrics):
    for metric in METRICS:
        labels = {each: VALUES.get(each, "x") for each in metric.labels}
        match metric.kind:
            case "counter":
                metrics.counter(metric, **labels).inc()
            case "gauge":
                metrics.gauge(metric, **labels).set(1)
            case "histogram":
                metrics.histogram(metric, **labels).observe(1)
    # What recorded series divide by.
    metrics.counter(METRICS[0], outcome="enriched").inc()


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory):
    """Give a Prometheus beside five stages that have met everything that there is to meet."""
    stages = ("ingest", "enrich", "index", "desk", "watch")
    counted = [StageMetrics(each, CollectorRegistry(), version="1") for each in stages]
    served = [
        TelemetryServer("127.0.0.1", 0, each.registry, Liveness(time.monotonic, 60)).__enter__()
        for each in counted
    ]
    targets = [f"127.0.0.1:{each.port}" for each in served]
    folder = tmp_path_factory.mktemp("prometheus")
    with run_prometheus(folder, targets, read_rules()) as running:

        def has_rates():
            for each in counted:
                count_everything(each)
            return bool(find_values(running, "tidings:articles_late:ratio_rate3d"))

        assert holds_within(has_rates, SOON_S, every_s=0.5)
        yield running
    for each in served:
        each.__exit__(None, None, None)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_returns_data(prometheus, query):
    assert holds_within(lambda: bool(find_values(prometheus, fit_to_test(query))), SOON_S)
