"""What a dashboard of ours can be made of: aggregations, panels, boards. Values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kibana_objects.queries import Exists, Not, Query


@dataclass(frozen=True, slots=True)
class Dates:
    """A bucket for each span of time; how long it is, is for Kibana to say."""

    field: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A bucket for each of the most frequent values, and one for those without when ``missing``."""

    field: str
    label: str
    size: int
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """A bucket for each query, by its label."""

    queries: tuple[tuple[str, Exists | Not], ...]


Bucket: TypeAlias = Dates | Terms | Filters


@dataclass(frozen=True, slots=True)
class Count:
    """The number of articles."""

    label: str = "Articles"


@dataclass(frozen=True, slots=True)
class Distinct:
    """The number of different values of a keyword, near enough."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The last date."""

    field: str
    label: str


Metric: TypeAlias = Count | Distinct | Latest


@dataclass(frozen=True, slots=True)
class Chart:
    """Buckets in buckets and what is told of the innermost ones.

    ``bars`` stand over the first bucket and are split by a second one, a ``ranking`` has one,
    a ``table`` has columns of both, a ``number`` has no bucket.
    """

    kind: Literal["bars", "ranking", "table", "number"]
    id: str
    title: str
    note: str
    buckets: tuple[Bucket, ...] = ()
    metrics: tuple[Metric, ...] = (Count(),)


@dataclass(frozen=True, slots=True)
class GridMap:
    """Points on a map, those that are near each other as one circle."""

    id: str
    title: str
    note: str
    field: str


@dataclass(frozen=True, slots=True)
class Search:
    """A list of articles, the newest first."""

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    query: Query | None = None


Panel: TypeAlias = Chart | GridMap | Search


@dataclass(frozen=True, slots=True)
class DataView:
    """What Kibana calls an index with the field that its clock filters by."""

    id: str
    name: str
    time_field: str


@dataclass(frozen=True, slots=True)
class Row:
    """Panels side by side, equally wide, ``height`` rows of Kibana's grid high."""

    height: int
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard, from top to bottom; ``query`` holds for each of its panels."""

    id: str
    title: str
    note: str
    view: DataView
    rows: tuple[Row, ...]
    query: Query | None = None

    def panels(self) -> Iterator[Panel]:
        """Yield the panels, row by row."""
        return (panel for row in self.rows for panel in row.panels)
