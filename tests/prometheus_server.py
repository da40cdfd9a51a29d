"""A real Prometheus for tests, where it is installed: ``from prometheus_server import …``."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
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
STEP = "1s"


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

    def query_range(self, expr: str, start: float, end: float) -> list[dict[str, Any]]:
        """Return the series between two POSIX times, a value each second."""
        return self._ask("query_range", query=expr, start=start, end=end, step=STEP)["result"]

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


@contextmanager
def run_prometheus(
    folder: Path, targets: Sequence[str], rules: Sequence[Path] = ()
) -> Iterator[Prometheus]:
    """Give a Prometheus that scrapes ``targets`` and evaluates ``rules`` each second."""
    require_prometheus()
    each_second = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    job = {"job_name": "tidings", "static_configs": [{"targets": list(targets)}]}
    settings = {
        "global": each_second,
        "scrape_configs": [job],
        "rule_files": [str(each) for each in rules],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    port = choose_free_base()
    command = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
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
