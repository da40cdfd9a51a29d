"""What the doctor says of this machine, by what the embedded stack needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings_local.disk_space import MB
from tidings_local.examination import judge_jars, judge_ports, judge_space, judge_stack
from tidings_local.stack_file import ProcessReport, StackReport


@pytest.mark.parametrize(
    ("free_mb", "severity"), [(50, "error"), (500, "warning"), (1_000, "ok"), (90_000, "ok")]
)
def test_little_room_is_a_warning_and_less_an_error(free_mb, severity):
    found = judge_space("data", Path("/data"), free_mb * MB)
    assert found.severity == severity
    assert ("TIDINGS_DATA_DIR" in found.advice) == (severity != "ok")


@pytest.mark.parametrize(("missing", "severity"), [(0, "ok"), (1, "error"), (100, "error")])
def test_a_jar_that_is_missing_is_an_error(missing, severity):
    assert judge_jars(missing, 100).severity == severity


def test_whoever_has_a_port_is_named():
    claims = {"ingest": 8080, "index_metrics": 9103}
    assert judge_ports(claims, {"ingest", "index_metrics"}, {}).severity == "ok"
    found = judge_ports(claims, set(), {"ingest": "nginx (pid 7)"})
    assert found.severity == "warning"
    assert (
        found.seen
        == "taken: 8080 (ingest) by nginx (pid 7), 9103 (index metrics) by another program"
    )


def test_each_process_that_is_not_ready_is_told():
    processes = (
        ProcessReport("kafka", "ready", "k.log"),
        ProcessReport("provision", "done", "p.log"),
        ProcessReport("index", "restarting", "i.log", detail="exit status 1"),
    )
    report = StackReport("1", 1, 1.0, "then", "degraded", {}, processes)
    (found,) = judge_stack(report, Path("/data"))
    assert (found.check, found.severity) == ("process index", "error")
    assert found.seen == "restarting: exit status 1"
    assert "i.log" in found.advice


def test_where_nothing_runs_it_says_how_to_start_it():
    (found,) = judge_stack(None, Path("/data"))
    assert (found.severity, found.advice) == ("warning", "tidings up")
