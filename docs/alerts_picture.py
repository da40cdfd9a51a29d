"""Make docs/images/alerts.png: Prometheus's page of alerts, of stages whose Elasticsearch is away.

``PYTHONPATH=tests python docs/alerts_picture.py``, with Debian's prometheus and chromium. The
stages are played: their metrics say what those of real ones say a minute after it went away.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from polling import holds_within
from prometheus_client import CollectorRegistry
from prometheus_server import Prometheus, read_rules, run_prometheus

from tidings.liveness import Liveness
from tidings.metrics import LAG_SECONDS, StageMetrics
from tidings.standing import show_standing
from tidings.telemetry import TelemetryServer

PICTURE: Final = Path(__file__).parent / "images/alerts.png"
# Debian's Prometheus has the older of its two interfaces alone.
PAGE: Final = "/classic/alerts"
STAGES: Final = ("ingest", "enrich", "index", "desk")
# An alert waits a minute before it fires.
FIRES_WITHIN_S: Final = 120.0


def main() -> None:
    """Play the stages until the alert fires, and take the picture."""
    with ExitStack() as opened:
        targets = []
        for stage in STAGES:
            registry = CollectorRegistry()
            metrics = StageMetrics(stage, registry, version="0.1.0")
            liveness = Liveness(time.monotonic, 60)
            show_standing(liveness, metrics)
            if stage in ("index", "desk"):
                liveness.waits_for("elasticsearch")
            else:
                liveness.is_ready()
            if stage == "index":
                began = time.time()
                age = metrics.gauge(LAG_SECONDS, topic="articles.enriched")
                age.set_function(lambda since=began: 60 + time.time() - since)
            server = opened.enter_context(TelemetryServer("127.0.0.1", 0, registry, liveness))
            targets.append(f"127.0.0.1:{server.port}")
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        prometheus = opened.enter_context(run_prometheus(folder, targets, read_rules()))
        wanted = ("TidingsElasticsearchUnreachable", "index")
        if not holds_within(lambda: wanted in prometheus.find_alerts(), FIRES_WITHIN_S, every_s=1):
            raise SystemExit(f"{wanted[0]} does not fire")
        take_picture(prometheus)


def take_picture(prometheus: Prometheus) -> None:
    """Let a browser without a screen draw the page."""
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--hide-scrollbars"),
            *("--window-size=1000,960", f"--screenshot={PICTURE}"),
            prometheus.url + PAGE,
        ],
        check=True,
    )


if __name__ == "__main__":
    main()
