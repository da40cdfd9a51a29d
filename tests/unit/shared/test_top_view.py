"""What a stage does is told by what it counts; what it does not tell is left out."""

from __future__ import annotations

import io
import json

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from rich.console import Console

from tidings.metrics import (
    AGE,
    DEAD_LETTERS,
    IN_FLIGHT,
    ITEMS,
    LAG,
    LAG_SECONDS,
    STEP,
    STUCK,
    WAITING,
    StageMetrics,
)
from tidings.top.command import choose_targets
from tidings.top.scrape import Away, Target, parse_metrics
from tidings.top.screen import BLOCKS, draw_sparkline, draw_view, write_count, write_seconds
from tidings.top.view import Latency, ServerView, TopView, view_stage

TARGET = Target("index", "http://127.0.0.1:9103/metrics")
SERVERS = (
    ServerView("kafka", "127.0.0.1:9092", "ready", "takes connections"),
    ServerView("elasticsearch", "http://127.0.0.1:9200", "away", "connection refused"),
)


class Stage:
    """A stage that counts as a real one does."""

    def __init__(self, name="index"):
        self.registry = CollectorRegistry()
        self.metrics = StageMetrics(name, self.registry, version="1.2.3")

    def look(self, at):
        return parse_metrics(generate_latest(self.registry).decode(), at)

    def index(self, count, age_s=1.2):
        self.metrics.counter(ITEMS, outcome="indexed").inc(count)
        for _ in range(count):
            self.metrics.histogram(AGE).observe(age_s)


def test_a_stage_that_works_has_its_rate_latency_and_counts():
    stage = Stage()
    stage.index(10)
    looks = [stage.look(100.0)]
    stage.index(30)
    stage.metrics.counter(ITEMS, outcome="stale").inc(10)
    stage.metrics.counter(DEAD_LETTERS, reason="mapping").inc(2)
    for partition, behind in enumerate((3, 4)):
        stage.metrics.gauge(LAG, topic="articles.enriched", partition=str(partition)).set(behind)
    stage.metrics.gauge(LAG_SECONDS, topic="articles.enriched").set(2.5)
    stage.metrics.gauge(IN_FLIGHT).set(5)
    view = view_stage(TARGET, [*looks, stage.look(102.0)])
    assert (view.name, view.state, view.version) == ("index", "ready", "1.2.3")
    assert view.items_per_s == pytest.approx(20)
    assert view.outcomes == {"indexed": 40, "stale": 10}
    assert (view.lag_messages, view.lag_s) == (7, 2.5)
    assert (view.dead_letters, view.in_flight) == (2, 5)
    assert view.latency == Latency("searchable", pytest.approx(1.25), pytest.approx(1.475), 2.0)
    assert view.sparkline == (pytest.approx(1.475),)


def test_the_first_look_has_no_rate_and_the_latency_since_the_start():
    stage = Stage()
    stage.index(10)
    view = view_stage(TARGET, [stage.look(100.0)])
    assert view.items_per_s is None
    assert view.latency is not None
    assert view.latency.window_s is None


def test_a_stage_that_was_restarted_has_no_negative_rate():
    before, after = Stage(), Stage()
    before.index(500)
    after.index(4)
    view = view_stage(TARGET, [before.look(100.0), after.look(102.0)])
    assert view.items_per_s == pytest.approx(2)
    assert view.outcomes == {"indexed": 4}


def test_the_rate_is_that_of_the_last_while_and_not_of_long_ago():
    stage = Stage()
    looks = [stage.look(0.0)]
    stage.index(1000)
    looks += [stage.look(50.0), stage.look(60.0)]
    assert view_stage(TARGET, looks).items_per_s == 0


def test_a_stage_that_does_not_answer_is_away_under_the_name_that_it_had():
    stage = Stage("enrich")
    there = stage.look(1.0)
    view = view_stage(Target("10.0.0.1:9102", "x"), [there, Away(3.0, "connection refused")])
    assert (view.name, view.state, view.detail) == ("enrich", "away", "connection refused")
    assert view.items_per_s is None
    back = view_stage(Target("10.0.0.1:9102", "x"), [there, Away(3.0, "x"), stage.look(5.0)])
    assert back.state == "ready"


def test_a_stage_that_never_answered_has_the_name_of_its_address():
    assert view_stage(Target("10.0.0.1:9102", "x"), [Away(3.0, "x")]).name == "10.0.0.1:9102"


def test_what_a_stage_waits_for_is_told_and_stuck_is_worse():
    stage = Stage()
    stage.metrics.gauge(WAITING, need="elasticsearch").set(1)
    stage.metrics.gauge(WAITING, need="kafka").set(0)
    waiting = view_stage(TARGET, [stage.look(1.0)])
    assert (waiting.state, waiting.detail) == ("waiting", "waits for elasticsearch")
    stage.metrics.gauge(STUCK).set(1)
    assert view_stage(TARGET, [stage.look(2.0)]).state == "stuck"


def test_the_latency_of_a_stage_is_of_its_own_step():
    stage = Stage("enrich")
    stage.metrics.histogram(STEP, step="tag").observe(0.3)
    stage.metrics.histogram(STEP, step="commit").observe(20)
    latency = view_stage(TARGET, [stage.look(1.0)]).latency
    assert latency is not None
    assert (latency.of, latency.p95_s) == ("batch tagged", pytest.approx(0.4875))


def draw(view, columns, **options):
    console = Console(file=io.StringIO(), width=columns, highlight=False, **options)
    console.print(draw_view(view, columns, "q leaves"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def view():
    stage = Stage()
    stage.index(10)
    looks = [stage.look(100.0)]
    stage.index(24_000)
    away = view_stage(Target("desk", "x"), [Away(1.0, "connection refused")])
    shown = view_stage(TARGET, [*looks, stage.look(102.0)])
    return TopView("2031-05-04T12:00:00Z", (shown, away), SERVERS)


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 120])
def test_it_fits_the_terminal_and_keeps_the_state_of_each_stage(view, columns):
    lines = draw(view, columns).splitlines()
    assert all(len(line.rstrip()) <= columns for line in lines)
    rows = [line.split()[:2] for line in lines]
    assert ["index", "ready"] in rows
    assert ["desk", "away"] in rows


def test_a_wide_terminal_shows_rate_latency_and_outcomes(view):
    shown = draw(view, 120)
    assert "12 k" in shown
    assert "1.2 s" in shown
    assert "24,010 indexed" in shown
    assert "connection refused" in shown


def test_without_colours_there_are_none(view, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in draw(view, 80, force_terminal=True)


def test_what_others_say_does_nothing_to_the_terminal():
    hostile = view_stage(Target("a\x1b[2J", "x"), [Away(1.0, "b\x1b]0;c\x07")])
    assert "\x1b" not in draw(TopView("then", (hostile,), ()), 80)


def test_everything_is_well_when_stages_and_servers_are_ready(view):
    assert not view.is_well
    assert TopView("then", view.stages[:1], SERVERS[:1]).is_well


def test_as_json_it_has_every_figure_by_name(view):
    told = json.loads(json.dumps(view.to_json()))
    assert list(told) == ["ready", "at", "stages", "servers"]
    assert told["stages"][0]["latency"]["of"] == "searchable"
    assert told["stages"][1]["items_per_s"] is None
    assert told["servers"][1]["state"] == "away"


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ((), "   "),
        ((None, 0.0, 1.0), " ▁█"),
        ((5.0, 1.0, 2.0, 4.0), "▃▅█"),
        ((0.0, 0.0), " ▁▁"),
    ],
)
def test_a_sparkline_has_gaps_where_nothing_was_done(values, drawn):
    assert draw_sparkline(values, 3) == drawn
    assert set(drawn) <= {" ", *BLOCKS}


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(None, ""), (0.0034, "3 ms"), (1.234, "1.2 s"), (42, "42 s"), (600, "10 m"), (7200, "2 h")],
)
def test_seconds_are_short(seconds, written):
    assert write_seconds(seconds) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [(None, ""), (0, "0"), (12.54, "12.5"), (1200, "1,200"), (15_400, "15 k"), (3.4e6, "3.4 M")],
)
def test_counts_are_short(count, written):
    assert write_count(count) == written


def test_an_address_gets_the_path_of_the_metrics():
    assert choose_targets(["http://a:9102", "b:9103/", "https://c/metrics"]) == [
        Target("a:9102", "http://a:9102/metrics"),
        Target("b:9103", "http://b:9103/metrics"),
        Target("c", "https://c/metrics"),
    ]
