"""Who pushes, how much of it is taken, and whether hubs still push to us."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board, Panel, Query
from grafana_dashboards.queries import rate

WEBSUB_IS_ON: Final = "there are WebSub subscriptions"
ITEMS: Final = "tidings_feed_items_total"

BOARD: Final = Board(
    "feeds",
    "Tidings: feeds",
    (
        Panel(
            "Items per second, by source",
            "A source whose line ends has gone silent; `tidings feeds list` knows more.",
            (Query(rate(ITEMS, "source"), "{{source}}"),),
            "ops",
        ),
        Panel(
            "Items per second, by what became of them",
            "Unchanged ones were safe before; rejected ones can never be taken as they are.",
            (Query(rate(ITEMS, "outcome"), "{{outcome}}"),),
            "ops",
        ),
        Panel(
            "Items since the start, by feed",
            "The ten feeds that pushed most; beyond a hundred feeds the source is `other`.",
            (Query(f"topk(10, sum by (source, feed) ({ITEMS}))", "{{source}} {{feed}}"),),
        ),
        Panel(
            "Rejected items since the start, by source",
            "Their senders were told why.",
            (
                Query(
                    f'topk(10, sum by (source) ({ITEMS}{{outcome="rejected"}}))',
                    "{{source}}",
                    "an item was rejected",
                ),
            ),
        ),
        Panel(
            "WebSub: shortest lease",
            "Seconds until the nearest lease of a subscription ends; below zero, nobody pushes "
            "that feed.",
            (Query("min(tidings_websub_lease_seconds)", "lease", WEBSUB_IS_ON),),
            "s",
            kind="stat",
            lowest=None,
        ),
        Panel(
            "WebSub: subscriptions by state",
            "Active ones are pushed; denied ones wait for a person.",
            (Query("sum by (state) (tidings_websub_subscriptions)", "{{state}}", WEBSUB_IS_ON),),
            kind="stat",
        ),
    ),
)
