"""Queries that several boards ask, each for one stage."""

from __future__ import annotations

from grafana_dashboards.board import HALF, QUARTER, Panel, Query

A_TRY_FAILED = "a try has failed since the stage started"


def rate(metric: str, by: str, where: str = "") -> str:
    """Return the query of a counter's increase per second."""
    chosen = f"{{{where}}}" if where else ""
    return f"sum by ({by}) (rate({metric}{chosen}[$__rate_interval]))"


def quantile(share: float, metric: str, by: str = "", where: str = "") -> str:
    """Return the query of a histogram's quantile over the last minutes."""
    chosen = f"{{{where}}}" if where else ""
    kept = f"{by}, le" if by else "le"
    buckets = f"rate({metric}_bucket{chosen}[$__rate_interval])"
    return f"histogram_quantile({share:g}, sum by ({kept}) ({buckets}))"


def show_state(stage: str) -> tuple[Panel, ...]:
    """Return the first row of a stage's board: whether it is there, moves, and waits."""
    one = f'stage="{stage}"'
    return (
        Panel(
            "Version",
            "What runs; no version means that nothing answers.",
            (Query(f"count by (version) (tidings_build_info{{{one}}})", "{{version}}"),),
            kind="stat",
            shows_names=True,
            width=QUARTER,
        ),
        Panel(
            "Stands still",
            "1 when there is work and none was finished for a minute.",
            (Query(f"max(tidings_stage_stuck{{{one}}})", "stuck"),),
            kind="stat",
            width=QUARTER,
            steps=(("green", None), ("red", 1)),
        ),
        Panel(
            "Waits for",
            "1 for what it needs and does not have: Kafka, Elasticsearch, its topic or index.",
            (Query(f"max by (need) (tidings_stage_waiting{{{one}}})", "{{need}}"),),
            width=HALF,
        ),
    )


def show_work(stage: str) -> tuple[Panel, ...]:
    """Return how much a stage does, in which steps, and what it has at hand."""
    one = f'stage="{stage}"'
    items, batches = (
        rate(f"tidings_batch_items_{each}", "stage", one) for each in ("sum", "count")
    )
    return (
        Panel(
            "Items finished per second",
            "By what became of them.",
            (Query(rate("tidings_items_total", "outcome", one), "{{outcome}}"),),
            "ops",
        ),
        Panel(
            "Seconds of a step (95 %)",
            "The slowest step bounds the rate.",
            (Query(quantile(0.95, "tidings_step_seconds", "step", one), "{{step}}"),),
            "s",
        ),
        Panel(
            "Items in flight",
            "Taken and not yet finished.",
            (Query(f"sum(tidings_in_flight_items{{{one}}})", "in flight"),),
        ),
        Panel(
            "Items handled together",
            "Mean size of a batch: larger ones under load are good, and cheaper.",
            (Query(f"{items} / {batches}", "mean"),),
        ),
        Panel(
            "Retries per second",
            "Tries that failed and are made again, by reason. None is usual.",
            (Query(rate("tidings_retries_total", "reason", one), "{{reason}}", A_TRY_FAILED),),
            "ops",
        ),
    )


def show_backlog(stage: str) -> tuple[Panel, ...]:
    """Return how far a stage that reads a topic is behind, and what it gave up."""
    one = f'stage="{stage}"'
    return (
        Panel(
            "Seconds behind",
            "Age of the oldest message that is not finished. A line that rises without end is a "
            "stage that is too slow, or stands still.",
            (Query(f"max by (topic) (tidings_consumer_lag_seconds{{{one}}})", "{{topic}}"),),
            "s",
        ),
        Panel(
            "Messages behind, by partition",
            "One partition that only rises has no worker.",
            (
                Query(
                    f"sum by (partition) (tidings_consumer_lag_messages{{{one}}})", "{{partition}}"
                ),
            ),
        ),
        Panel(
            "Dead letters since the start",
            "Messages that no retry could help, by reason.",
            (Query(f"sum by (reason) (tidings_dead_letters_total{{{one}}})", "{{reason}}"),),
        ),
    )


def show_requests(stage: str) -> tuple[Panel, ...]:
    """Return rate, errors and duration of HTTP."""
    one = f'stage="{stage}"'
    return (
        Panel(
            "Answers per second",
            "By route and status; 5xx are ours.",
            (
                Query(
                    rate("tidings_http_requests_total", "route, status", one),
                    "{{route}} {{status}}",
                ),
            ),
            "reqps",
        ),
        Panel(
            "Share of answers that are errors of ours",
            "5xx of all. 503 says that a server behind does not answer.",
            (
                Query(
                    f'sum(rate(tidings_http_requests_total{{{one}, status=~"5.."}}'
                    "[$__rate_interval])) / "
                    f"sum(rate(tidings_http_requests_total{{{one}}}[$__rate_interval]))",
                    "5xx",
                    "a request was answered with 5xx",
                ),
            ),
            "percentunit",
        ),
        Panel(
            "Seconds of an answer (95 %)",
            "From the request to the end of its answer.",
            (Query(quantile(0.95, "tidings_http_request_seconds", "route", one), "{{route}}"),),
            "s",
        ),
    )
