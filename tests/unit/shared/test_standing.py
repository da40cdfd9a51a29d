"""Prometheus is told what /healthz and /readyz say, and nothing that grows."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.standing import NEEDS, classify_need, show_standing


class World:
    now = 0.0

    def __init__(self):
        self.registry = CollectorRegistry()
        self.liveness = Liveness(lambda: self.now, 60)
        show_standing(self.liveness, StageMetrics("index", self.registry, version="1"))

    def ask(self, name, **labels):
        return self.registry.get_sample_value(name, {"stage": "index", **labels})

    def waiting(self):
        needs = (*NEEDS, "other")
        return {each for each in needs if self.ask("tidings_stage_waiting", need=each)}


@pytest.fixture
def world():
    return World()


def test_a_stage_is_shown_as_stuck_when_healthz_says_so_and_not_before(world):
    world.liveness.has_backlog(3)
    world.now = 59.0
    assert world.ask("tidings_stage_stuck") == 0
    world.now = 60.0
    assert world.ask("tidings_stage_stuck") == 1
    world.liveness.made_progress()
    assert world.ask("tidings_stage_stuck") == 0


def test_a_stage_shows_the_one_thing_that_it_waits_for(world):
    assert world.waiting() == {"start"}
    world.liveness.waits_for("elasticsearch (es_rejected_execution_exception)")
    assert world.waiting() == {"elasticsearch"}
    world.liveness.is_ready()
    assert world.waiting() == set()


@pytest.mark.parametrize(
    ("missing", "need"),
    [
        ("kafka", "kafka"),
        ("kafka (KafkaTimeoutError)", "kafka"),
        ("elasticsearch", "elasticsearch"),
        ("the topic articles.raw (tidings provision creates it)", "topic"),
        ("the alias articles (tidings provision creates it)", "alias"),
        ("partitions", "partitions"),
        ("its end", "other"),
        ("a hostile answer \n{}", "other"),
    ],
)
def test_whatever_is_missing_falls_into_a_closed_list(missing, need):
    assert classify_need(missing) == need
