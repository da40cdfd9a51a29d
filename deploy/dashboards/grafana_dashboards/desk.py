"""The stage that analysts search with."""

from __future__ import annotations

from typing import Final

from grafana_dashboards.board import Board
from grafana_dashboards.queries import show_requests, show_state

BOARD: Final = Board("desk", "Tidings: desk", (*show_state("desk"), *show_requests("desk")))
