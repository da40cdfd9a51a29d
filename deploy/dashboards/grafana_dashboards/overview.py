"""The first look: is it healthy, how late is it, where is the pile?"""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import QUARTER, THIRD, Board, Panel, Query
from grafana_dashboards.queries import A_TRY_FAILED, quantile, rate

GOOD_BAD: Final = (("green", None), ("red", 1.0))
AGE: Final = "tidings_article_age_seconds"

BOARD: Final = Board(
    "overview",
    "Tidings: overview",
    (
        Panel(
            "Alerts that fire",
            "Each has a section in docs/runbook.md.",
            (Query('count(ALERTS{alertstate="firing"}) or vector(0)', "firing"),),
            kind="stat",
            width=QUARTER,
            steps=GOOD_BAD,
        ),
        Panel(
            "Stages that do not answer",
            "Of those that Prometheus asks for their metrics.",
            (Query('count(up{job="tidings"} == 0) or vector(0)', "down"),),
            kind="stat",
            width=QUARTER,
            steps=GOOD_BAD,
        ),
        Panel(
            "Stages that stand still",
            "They have work, and finished none for a minute.",
            (Query("sum(tidings_stage_stuck)", "stuck"),),
            kind="stat",
            width=QUARTER,
            steps=GOOD_BAD,
        ),
        Panel(
            "Stages that wait",
            "They lack Kafka, Elasticsearch, a topic or an index.",
            (Query("sum(max by (stage) (tidings_stage_waiting))", "waiting"),),
            kind="stat",
            width=QUARTER,
            steps=GOOD_BAD,
        ),
        Panel(
            "Searchable after (95 %)",
            "Seconds from receipt until an article can be found, for 95 of 100.",
            (Query(quantile(0.95, AGE), "95 %"),),
            "s",
            kind="stat",
            width=QUARTER,
            steps=(("green", None), ("orange", 10), ("red", 60)),
        ),
        Panel(
            "Late in 3 days",
            "Share of articles that took more than 10 s; the objective is under 1 %.",
            (Query("tidings:articles_late:ratio_rate3d", "late"),),
            "percentunit",
            kind="stat",
            width=QUARTER,
            steps=(("green", None), ("red", 0.01)),
        ),
        Panel(
            "Oldest message that waits",
            "Of all stages; it is what a search cannot find yet.",
            (Query("max(tidings_consumer_lag_seconds)", "oldest"),),
            "s",
            kind="stat",
            width=QUARTER,
            steps=(("green", None), ("orange", 10), ("red", 60)),
        ),
        Panel(
            "Dead letters since the start",
            "`tidings dlq list` says which.",
            (Query("sum(tidings_dead_letters_total)", "dead letters"),),
            kind="stat",
            width=QUARTER,
            steps=GOOD_BAD,
        ),
        Panel(
            "Time until searchable",
            "From receipt by ingest until a search finds the article.",
            tuple(Query(quantile(each, AGE), f"{each:.0%}") for each in (0.5, 0.95, 0.99)),
            "s",
        ),
        Panel(
            "Seconds behind, by stage",
            "The pile is at the stage whose line rises.",
            (Query("max by (stage) (tidings_consumer_lag_seconds)", "{{stage}}"),),
            "s",
        ),
        Panel(
            "Items finished per second",
            "On a quiet road ingest, enrich and index show the same rate.",
            (Query(rate("tidings_items_total", "stage, outcome"), "{{stage}} {{outcome}}"),),
            "ops",
        ),
        Panel(
            "Messages behind, by stage",
            "A line that only rises is a stage that stands still.",
            (Query("sum by (stage) (tidings_consumer_lag_messages)", "{{stage}}"),),
        ),
        Panel(
            "Dead letters in ten minutes",
            "By stage and reason.",
            (
                Query(
                    "sum by (stage, reason) (increase(tidings_dead_letters_total[10m]))",
                    "{{stage}} {{reason}}",
                ),
            ),
        ),
        Panel(
            "Retries per second",
            "Tries that failed and are made again. None is usual.",
            (
                Query(
                    rate("tidings_retries_total", "stage, reason"),
                    "{{stage}} {{reason}}",
                    A_TRY_FAILED,
                ),
            ),
            "ops",
        ),
        Panel(
            "What runs",
            "Versions of the stages.",
            (Query("count by (stage, version) (tidings_build_info)", "{{stage}} {{version}}"),),
            kind="stat",
            shows_names=True,
            width=3 * THIRD,
        ),
    ),
)
