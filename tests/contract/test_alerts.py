"""Each alert is valid, was seen to fire and not to fire, and has its section in the runbook."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml
from compose_file import ROOT
from metric_names import LABELS, find_labels, find_metrics, find_records
from prometheus_server import RULES, require_prometheus

from tidings.dead_letter import REASONS
from tidings.metrics import AGE

FILES = {each.name: yaml.safe_load(each.read_text(encoding="utf-8")) for each in RULES}
EVERY = [rule for file in FILES.values() for group in file["groups"] for rule in group["rules"]]
ALERTS = [each for each in EVERY if "alert" in each]
RECORDS = {each["record"]: each["expr"] for each in EVERY if "record" in each}
TESTS = sorted((ROOT / "deploy/alerts/tests").glob("*.yml"))
CASES = [
    case
    for path in TESTS
    for test in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    for case in test["alert_rule_test"]
]
RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK, flags=re.MULTILINE | re.DOTALL))
EACH_ALERT = pytest.mark.parametrize("alert", ALERTS, ids=[each["alert"] for each in ALERTS])


def run_promtool(*arguments):
    require_prometheus()
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_takes_the_rules():
    run_promtool("check", "rules", *map(str, RULES))


@pytest.mark.parametrize("path", TESTS, ids=[each.stem for each in TESTS])
def test_the_alerts_fire_when_they_should_and_only_then(path):
    run_promtool("test", "rules", str(path))


@EACH_ALERT
def test_an_alert_has_a_case_where_it_fires_and_one_where_it_does_not(alert):
    cases = [each for each in CASES if each["alertname"] == alert["alert"]]
    assert any(each.get("exp_alerts") for each in cases)
    assert any(not each.get("exp_alerts") for each in cases)


@EACH_ALERT
def test_an_alert_says_what_it_is_and_where_to_read_on(alert):
    assert set(alert["annotations"]) == {"summary", "description", "runbook"}
    assert alert["annotations"]["summary"].endswith(".")
    assert alert["annotations"]["runbook"] == f"docs/runbook.md#{alert['alert'].lower()}"
    assert alert["labels"]["severity"] in {"page", "ticket"}


def test_the_runbook_has_a_section_for_each_alert_and_no_other():
    assert set(SECTIONS) == {each["alert"] for each in ALERTS}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_says_what_it_means_how_to_check_and_what_to_do(name):
    parts = re.findall(r"^\*\*(\w+)\.\*\* \S", SECTIONS[name], flags=re.MULTILINE)
    assert parts == ["Meaning", "Check", "Fix"]


@pytest.mark.parametrize("rule", EVERY, ids=[each.get("alert") or each["record"] for each in EVERY])
def test_a_rule_names_listed_metrics_and_labels_that_they_have(rule):
    metrics, records = find_metrics(rule["expr"]), find_records(rule["expr"])
    assert records <= set(RECORDS)
    assert metrics <= set(LABELS)
    there = set().union(*(LABELS[each] for each in metrics))
    assert find_labels(rule["expr"]) <= there | {"job"}


def test_each_objective_is_recorded_alike_over_all_windows():
    windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"]
    for name in ("articles_late", "dead_letters_ours"):
        recorded = {
            record.rpartition("ratio_rate")[2]: expr
            for record, expr in RECORDS.items()
            if record.startswith(f"tidings:{name}:")
        }
        assert list(recorded) == windows
        assert {expr.replace(f"[{of}]", "[w]") for of, expr in recorded.items()} == {
            recorded["5m"].replace("[5m]", "[w]")
        }


def test_what_counts_as_late_is_a_bucket_that_there_is():
    (limit,) = set(re.findall(r'le="([\d.]+)"', " ".join(RECORDS.values())))
    assert limit == str(float(limit))
    assert float(limit) in AGE.buckets


def test_the_reasons_that_are_not_ours_are_reasons():
    (others,) = set(re.findall(r'reason!~"([^"]+)"', " ".join(RECORDS.values())))
    assert set(others.split("|")) <= set(REASONS)
