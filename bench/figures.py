"""Figures of the benchmarks: what was measured beside what was asked for."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """A ratio or a measure with what was asked of it; ``most`` tells that less is better."""

    name: str
    values: list[float]
    target: float
    unit: str = "×"
    most: bool = False

    @property
    def middle(self) -> float:
        return statistics.median(self.values)

    @property
    def holds(self) -> bool:
        return self.middle <= self.target if self.most else self.middle >= self.target


def conclude(title: str, figures: Sequence[Figure]) -> None:
    """Print the table, write the figures where ``TIDINGS_BENCH_OUT`` says; 1 when one misses."""
    # A file or a pipe has no width of its own.
    width = None if sys.stdout.isatty() else 120
    Console(highlight=False, width=width).print(_render(title, figures))
    out = os.environ.get("TIDINGS_BENCH_OUT")
    if out:
        told = {"revision": _find_revision(), "figures": [asdict(each) for each in figures]}
        Path(out).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if not all(each.holds for each in figures):
        sys.exit(1)


def _render(title: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("figure", "measured", "spread", "target", ""):
        table.add_column(
            name, justify="right" if name in {"measured", "spread", "target"} else "left"
        )
    for each in figures:
        table.add_row(
            each.name,
            f"{_print(each.middle)} {each.unit}",
            f"{_print(min(each.values))} – {_print(max(each.values))}" if each.values[1:] else "",
            f"{'≤' if each.most else '≥'} {each.target:,g} {each.unit}",
            "✓" if each.holds else "✗ missed",
        )
    return table


def _print(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _find_revision() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
