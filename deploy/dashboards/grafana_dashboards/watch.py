"""The stage that posts what analysts watch for."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board, Panel, Query
from grafana_dashboards.queries import rate, show_backlog, show_state, show_work

BOARD: Final = Board(
    "watch",
    "Tidings: watch",
    (
        *show_state("watch"),
        *show_backlog("watch"),
        *show_work("watch"),
        Panel(
            "Posts per second, by outcome",
            "Failed ones are tried again; `tidings watch list` says whose they are.",
            (Query(rate("tidings_deliveries_total", "outcome"), "{{outcome}}"),),
            "ops",
        ),
        Panel(
            "Articles that wait to be posted",
            "They wait while a receiver does not take them; after 1,000 of one watch the rest are "
            "dead letters.",
            (Query("sum(tidings_waiting_deliveries)", "waiting"),),
        ),
    ),
)
