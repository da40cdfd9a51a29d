"""Write what Grafana reads: ``PYTHONPATH=deploy/dashboards python -m grafana_dashboards``."""

from __future__ import annotations

from pathlib import Path

from grafana_dashboards.catalogue import BOARDS
from grafana_dashboards.rendering import render_board

FOLDER = Path(__file__).parents[1] / "boards"

if __name__ == "__main__":
    for each in BOARDS:
        (FOLDER / f"{each.name}.json").write_text(render_board(each), encoding="utf-8")
