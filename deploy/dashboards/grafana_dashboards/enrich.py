"""The stage that tags articles."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board, Panel, Query
from grafana_dashboards.queries import rate, show_backlog, show_state, show_work

BOARD: Final = Board(
    "enrich",
    "Tidings: enrich",
    (
        *show_state("enrich"),
        *show_backlog("enrich"),
        *show_work("enrich"),
        Panel(
            "Stories: articles per second",
            "First of their story, joined to one, or without: too short or withdrawn. Unsettled "
            "or unavailable means that the topic of the stories does not answer.",
            (Query(rate("tidings_articles_by_story_total", "outcome"), "{{outcome}}"),),
            "ops",
        ),
        Panel(
            "Articles that new ones are compared with",
            "Of the last seven days; no more than TIDINGS_STORIES_MOST_ARTICLES.",
            (Query("max by (instance) (tidings_story_window_articles)", "{{instance}}"),),
        ),
        Panel(
            "Articles without names",
            "In languages whose names no tagger reads; English among them means that its extra is "
            "not installed.",
            (
                Query(
                    "sum by (language) (tidings_articles_without_names_total)",
                    "{{language}}",
                    "an article came in such a language",
                ),
            ),
        ),
    ),
)
