"""The stage that takes articles over HTTP."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board, Panel, Query
from grafana_dashboards.queries import show_requests, show_state, show_work

BOARD: Final = Board(
    "ingest",
    "Tidings: ingest",
    (
        *show_state("ingest"),
        *show_requests("ingest"),
        *show_work("ingest"),
        Panel(
            "Under embargo",
            "Articles that wait for their time; due ones have passed it and should be gone "
            "within a second.",
            (Query("sum by (state) (tidings_held_articles)", "{{state}}"),),
        ),
    ),
)
