"""The stage that writes to Elasticsearch."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board, Panel, Query
from grafana_dashboards.queries import quantile, show_backlog, show_state, show_work

AGE: Final = "tidings_article_age_seconds"

BOARD: Final = Board(
    "index",
    "Tidings: index",
    (
        *show_state("index"),
        *show_backlog("index"),
        *show_work("index"),
        Panel(
            "Time until searchable",
            "From receipt by ingest until a search finds the article; the refresh is a second.",
            tuple(Query(quantile(each, AGE), f"{each:.0%}") for each in (0.5, 0.95, 0.99)),
            "s",
        ),
        Panel(
            "Late articles",
            "Share that took more than 10 s to be searchable; the objective is under 1 %.",
            tuple(
                Query(f"tidings:articles_late:ratio_rate{each}", each)
                for each in ("1h", "6h", "3d")
            ),
            "percentunit",
        ),
    ),
)
