"""What a dashboard is made of, as values: boards of panels of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["stat", "timeseries"]
Unit = Literal["short", "s", "ops", "reqps", "percentunit"]
Steps = tuple[tuple[str, float | None], ...]
"""Colours, each from its value on; the first has None."""

# Grafana's grid has 24 columns; rows of two graphs, or of up to six figures.
HALF: Final = 12
THIRD: Final = 8
QUARTER: Final = 6
GRAPH_ROWS: Final = 8
STAT_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class Query:
    """One query of Prometheus; ``legend`` names its lines.

    ``only`` says when there can be data at all, where an ordinary run has none.
    """

    expr: str
    legend: str
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One graph or figure; ``meaning`` says in a sentence or two what is good and what is not.

    One that ``shows_names`` shows the legends in the place of the figures.
    """

    title: str
    meaning: str
    queries: tuple[Query, ...]
    unit: Unit = "short"
    kind: Kind = "timeseries"
    width: int = HALF
    steps: Steps = ()
    lowest: float | None = 0
    shows_names: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard; ``name`` is its file, and with ``tidings-`` before it its address."""

    name: str
    title: str
    panels: tuple[Panel, ...]
