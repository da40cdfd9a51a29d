"""What each stage shows after a run is the list of metrics, and the dashboards find it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest
from commands import run_tidings
from polling import holds_within
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_server import find_values, fit_to_test

from grafana_dashboards.catalogue import BOARDS
from tidings.metrics import METRICS

PAGE = Path(__file__).parents[2] / "examples/pages/riverside.txt"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"
SUFFIXES = {
    "counter": {"_total", "_created"},
    "gauge": {""},
    "histogram": {"_bucket", "_sum", "_count", "_created"},
}
# Two scrapes, and a stage measures its lag every other second; the rest is for a busy machine.
SOON_S = 60
# By far: ingest has 50 at its start. An endpoint with thousands costs Prometheus memory.
MOST_SERIES = 1_500


@pytest.fixture(scope="module")
def scraped(stack, prometheus, metrics_urls):
    """Give what each stage shows, in families by name, after articles have gone the whole road."""
    article = json.dumps({"headline": "渡口镇读报", "body": "昨日，渡口镇图书馆举行读报活动。"})
    # What is there at the first scrape has no rate; the second push gives it one.
    for path, stdin in ((str(PAGE), None), ("-", article.encode()), (str(PAGE), None)):
        named = ("--source", "metrics", "--feed", "front", "--wait")
        done = run_tidings(stack.data_dir, "push", path, *named, stdin=stdin)
        assert done.exit_code == 0, done.stderr
        httpx.get(f"{stack.report().endpoints['desk_url']}/api/search", params={"q": "临江"})
    texts = {
        stage: httpx.get(url, headers={"Accept": OPENMETRICS}).text
        for stage, url in metrics_urls.items()
    }
    # The parser refuses what OpenMetrics does not allow: a counter without _total, a sample twice.
    return {
        stage: {each.name: each for each in text_string_to_metric_families(text)}
        for stage, text in texts.items()
    }


def find_ours(families):
    return {name: each for name, each in families.items() if name.startswith("tidings_")}


def test_each_stage_shows_the_metrics_of_the_list_with_their_types_and_no_others(scraped):
    listed = {each.name.removesuffix("_total"): (each.kind, each.meaning) for each in METRICS}
    for stage, families in scraped.items():
        ours = find_ours(families)
        assert {name: (each.type, each.documentation) for name, each in ours.items()} == listed, (
            stage
        )


def test_each_sample_has_the_labels_of_the_list_and_its_own_stage(scraped):
    for stage, families in scraped.items():
        for metric in METRICS:
            family = families[metric.name.removesuffix("_total")]
            for sample in family.samples:
                suffix = sample.name.removeprefix(family.name)
                assert suffix in SUFFIXES[metric.kind]
                beside = {"le"} if suffix == "_bucket" else set()
                assert set(sample.labels) == {"stage", *metric.labels} | beside
                assert sample.labels["stage"] == stage


def test_every_histogram_has_the_buckets_of_the_list(scraped):
    for families in scraped.values():
        for metric in METRICS:
            bounds = {
                float(each.labels["le"])
                for each in families[metric.name.removesuffix("_total")].samples
                if each.name.endswith("_bucket")
            }
            assert bounds in (set(), {*metric.buckets, float("inf")})


def test_no_label_holds_an_id_or_an_address_and_there_are_few_series(scraped):
    for stage, families in scraped.items():
        samples = [each for family in find_ours(families).values() for each in family.samples]
        assert len(samples) <= MOST_SERIES, stage
        for value in {value for each in samples for value in each.labels.values()}:
            assert not re.search(r"://|[0-9a-f]{32}|\d{6,}|[?&=\s]", value), value
            assert len(value) <= 100


def test_the_road_is_counted_from_its_begin_to_its_end(scraped):
    def count(stage, family, **labels):
        return sum(
            each.value
            for each in scraped[stage][family].samples
            if each.name.endswith(("_total", "_count")) and labels.items() <= each.labels.items()
        )

    taken = count("ingest", "tidings_feed_items", source="metrics", outcome="accepted")
    assert taken > 1
    assert count("ingest", "tidings_feed_items", source="metrics", outcome="unchanged") == taken - 1
    assert count("ingest", "tidings_http_requests", route="/v1/articles", status="202") >= 3
    assert count("enrich", "tidings_items", outcome="enriched") >= taken
    assert count("index", "tidings_article_age_seconds") >= taken
    assert count("desk", "tidings_http_requests", status="200") >= 1


@pytest.mark.parametrize("board", BOARDS, ids=[each.name for each in BOARDS])
def test_every_query_of_a_board_finds_data_of_the_real_road(prometheus, scraped, board):
    asked = {
        fit_to_test(query.expr)
        for panel in board.panels
        for query in panel.queries
        if query.only is None
    }

    def find_empty():
        return {each for each in asked if not find_values(prometheus, each)}

    holds_within(lambda: not find_empty(), SOON_S, every_s=1)
    assert find_empty() == set()
