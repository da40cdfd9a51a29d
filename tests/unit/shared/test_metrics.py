"""A stage counts what is in the list, and nothing else."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from tidings.metrics import AGE, BATCH, IN_FLIGHT, ITEMS, METRICS, Metric, StageMetrics


@pytest.fixture
def registry():
    return CollectorRegistry()


def test_every_metric_of_the_list_can_be_registered_and_counted(registry):
    stage = StageMetrics("enrich", registry, version="1.2.3")
    for metric in METRICS:
        labels = dict.fromkeys(metric.labels, "x")
        match metric.kind:
            case "counter":
                stage.counter(metric, **labels).inc()
            case "gauge":
                stage.gauge(metric, **labels).set(1)
            case "histogram":
                stage.histogram(metric, **labels).observe(1)
    exposed = {family.name for family in registry.collect()}
    assert exposed == {metric.name.removesuffix("_total") for metric in METRICS}


def test_each_sample_says_which_stage_it_is_from(registry):
    StageMetrics("index", registry, version="1").counter(ITEMS, outcome="stale").inc(2)
    labels = {"stage": "index", "outcome": "stale"}
    assert registry.get_sample_value("tidings_items_total", labels) == 2


def test_what_runs_can_be_read_from_the_start(registry):
    StageMetrics("ingest", registry, version="1.2.3")
    labels = {"stage": "ingest", "version": "1.2.3"}
    assert registry.get_sample_value("tidings_build_info", labels) == 1


def test_a_metric_that_is_not_listed_cannot_be_counted(registry):
    stage = StageMetrics("index", registry, version="1")
    unlisted = Metric("tidings_surprises_total", "counter", (), "Not in the list.")
    with pytest.raises(KeyError, match="tidings_surprises_total"):
        stage.counter(unlisted)


@pytest.mark.parametrize("labels", [{}, {"outcome": "ok", "article": "x"}, {"reason": "x"}])
def test_labels_other_than_the_listed_ones_are_refused(registry, labels):
    with pytest.raises(ValueError, match="label"):
        StageMetrics("index", registry, version="1").counter(ITEMS, **labels)


def test_two_stages_of_one_process_keep_their_counts_apart():
    first, second = CollectorRegistry(), CollectorRegistry()
    StageMetrics("index", first, version="1").gauge(IN_FLIGHT).set(5)
    StageMetrics("index", second, version="1").gauge(IN_FLIGHT).set(7)
    assert first.get_sample_value("tidings_in_flight_items", {"stage": "index"}) == 5


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.name)
def test_names_follow_the_conventions_of_prometheus(metric):
    assert metric.name.startswith("tidings_")
    assert metric.name.endswith("_total") == (metric.kind == "counter")
    assert bool(metric.buckets) == (metric.kind == "histogram")
    assert list(metric.buckets) == sorted(set(metric.buckets))
    assert "stage" not in metric.labels
    assert metric.meaning.endswith(".")


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.name)
def test_a_metric_that_measures_time_does_so_in_seconds_and_says_it_in_its_name(metric):
    words = metric.name.removesuffix("_total").split("_")
    assert not {"ms", "milliseconds", "minutes", "hours", "kilobytes", "percent", "ratio"} & {
        *words
    }
    assert ("seconds" in metric.meaning.lower()) == (words[-1] == "seconds")


def test_the_histograms_tell_the_promised_seconds_from_an_outage():
    assert min(AGE.buckets) < 1 < max(AGE.buckets)
    assert AGE.buckets[-1] >= 600
    assert BATCH.buckets[0] == 1
