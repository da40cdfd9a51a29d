"""Boards to the JSON that Grafana reads, by Grafana's own builders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common, dashboard

from grafana_dashboards.board import GRAPH_ROWS, STAT_ROWS, Board, Panel, Query, Steps

GRID_COLUMNS: Final = 24
# The uid that deploy/compose/grafana gives to its data source.
SOURCE: Final = common.DataSourceRef(type_val="prometheus", uid="prometheus")
REFRESH: Final = "10s"
SHOWN: Final = "now-30m"
TAG: Final = "tidings"


def render_board(board: Board) -> str:
    """Return the board as JSON, the same for the same board."""
    builder = (
        builders.Dashboard(board.title)
        .uid(f"tidings-{board.name}")
        .tags([TAG])
        .timezone("browser")
        .refresh(REFRESH)
        .time(SHOWN, "now")
        .readonly()
        .link(
            builders.DashboardLink("Tidings")
            .type(dashboard.DashboardLinkType.DASHBOARDS)
            .tags([TAG])
            .as_dropdown(True)
            .keep_time(True)
        )
    )
    for number, (panel, place) in enumerate(place_panels(board.panels), start=1):
        builder.with_panel(_build_panel(panel).id(number).grid_pos(place))
    text = json.dumps(
        builder.build(), cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False
    )
    return text + "\n"


def place_panels(panels: Iterable[Panel]) -> Iterator[tuple[Panel, dashboard.GridPos]]:
    """Give each panel its place: from left to right, a new row where one is full."""
    x = y = height = 0
    for each in panels:
        rows = STAT_ROWS if each.kind == "stat" else GRAPH_ROWS
        if x + each.width > GRID_COLUMNS:
            x, y, height = 0, y + height, 0
        yield each, dashboard.GridPos(h=rows, w=each.width, x=x, y=y)
        x, height = x + each.width, max(height, rows)


def _build_panel(panel: Panel) -> stat.Panel | timeseries.Panel:
    builder: stat.Panel | timeseries.Panel
    if panel.kind == "stat":
        calculated = common_builders.ReduceDataOptions().calcs(["lastNotNull"])
        shown = common.BigValueTextMode.NAME if panel.shows_names else common.BigValueTextMode.AUTO
        builder = stat.Panel().reduce_options(calculated).text_mode(shown)
    else:
        builder = timeseries.Panel().fill_opacity(10)
    builder.title(panel.title).description(panel.meaning).datasource(SOURCE).unit(panel.unit)
    builder.targets(list(_build_queries(panel.queries)))
    if panel.lowest is not None:
        builder.min(panel.lowest)
    if panel.steps:
        builder.thresholds(_build_steps(panel.steps))
    return builder


def _build_queries(queries: Sequence[Query]) -> Iterator[prometheus.Dataquery]:
    for letter, query in zip(ascii_uppercase, queries, strict=False):
        built = prometheus.Dataquery().ref_id(letter).datasource(SOURCE).expr(query.expr)
        yield built.legend_format(query.legend)


def _build_steps(steps: Steps) -> builders.ThresholdsConfig:
    built = [dashboard.Threshold(value=value, color=color) for color, value in steps]
    return builders.ThresholdsConfig().mode(dashboard.ThresholdsMode.ABSOLUTE).steps(built)
