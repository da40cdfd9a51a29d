"""A real Prometheus for tests, where it is installed: ``from prometheus_server import …``."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from compose_file import ROOT
from stack_fixtures import choose_free_base, wait_until

RULES = sorted((ROOT / "deploy/alerts").glob("*.yml"))
PROGRAMS = ("prometheus", "promtool")
# It reads nothing at its first start; on a busy machine that took 3 s.
START_DEADLINE_S = 30.0
STOP_DEADLINE_S = 10.0


def require_prometheus() -> None:
    """Skip the test where Prometheus is not installed; CI fails there."""
    if not all(map(shutil.which, PROGRAMS)):
        missing = "prometheus and promtool are not there: install Debian's package prometheus"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


@dataclass(frozen=True, slots=True)
class Prometheus:
    """One that runs; ``url`` is its own address."""

    url: str

    def query(self, expr: str) -> list[dict[str, Any]]:
        """Return the series of an instant query; fails the test for a query that is none."""
        return self._ask("query", query=expr)["result"]

    def find_alerts(self, state: str = "firing") -> set[tuple[str, str]]:
        """Return name and stage of the alerts in a state."""
        alerts = self._ask("alerts")["alerts"]
        return {
            (each["labels"]["alertname"], each["labels"].get("stage", ""))
            for each in alerts
            if each["state"] == state
        }

    def _ask(self, what: str, **parameters: Any) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/api/v1/{what}", params=parameters, timeout=30).json()
        assert answer["status"] == "success", f"{parameters}: {answer.get('error')}"
        return answer["data"]


def read_rules() -> dict[str, str]:
    """Return the rules of deploy/alerts as they are, by their files' names."""
    return {each.name: each.read_text(encoding="utf-8") for each in RULES}


def fit_to_test(query: str) -> str:
    """Return a query of a dashboard with a window in which all of a test lies."""
    return query.replace("$__rate_interval", "10m")


def find_values(prometheus: Prometheus, query: str) -> list[float]:
    """Return what a query finds now, without those that say that there was nothing to divide."""
    values = (float(each["value"][1]) for each in prometheus.query(query))
    return [each for each in values if not math.isnan(each)]


@contextmanager
def run_prometheus(
    folder: Path, targets: Sequence[str], rules: Mapping[str, str]
) -> Iterator[Prometheus]:
    """Give a Prometheus that scrapes ``targets`` each second, with ``rules`` by their files' names.

    Everything of it is below ``folder``, so that its pages name no other.
    """
    require_prometheus()
    each_second = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    job = {"job_name": "tidings", "static_configs": [{"targets": list(targets)}]}
    settings = {
        "global": each_second,
        "scrape_configs": [job],
        "rule_files": list(rules),
    }
    for name, text in rules.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "prometheus.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    port = choose_free_base()
    command = [
        "prometheus",
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _is_ready(url), START_DEADLINE_S, "prometheus")
        yield Prometheus(url)
    finally:
        process.terminate()
        process.wait(STOP_DEADLINE_S)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready").status_code == 200
    except httpx.TransportError:
        return False
