"""Every board, in the order in which one looks."""

from __future__ import annotations

from typing import Final

from grafana_dashboards import desk, enrich, feeds, index, ingest, overview, watch

BOARDS: Final = tuple(each.BOARD for each in (overview, ingest, enrich, index, watch, desk, feeds))
