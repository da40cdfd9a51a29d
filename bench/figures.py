"""Figures of the benchmarks: what was measured beside what was asked for."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from environment import describe_environment, find_date, find_revision
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

    @property
    def shown(self) -> str:
        return f"{print_value(self.middle)} {self.unit}".strip()

    @property
    def spread(self) -> str:
        """From the least to the most, nothing where it was measured once."""
        if not self.values[1:]:
            return ""
        return f"{print_value(min(self.values))} – {print_value(max(self.values))}"

    @property
    def wanted(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.target:,g} {self.unit}".strip()


@dataclass(frozen=True)
class Measurement:
    """The figures of one run, the code and the day they are of, and what else they depend on."""

    title: str
    revision: str
    date: str
    environment: dict[str, str]
    figures: list[Figure]

    @classmethod
    def now(cls, title: str, figures: Sequence[Figure]) -> Measurement:
        """Return the figures with the code and the machine as they are."""
        return cls(title, find_revision(), find_date(), describe_environment(), list(figures))

    @classmethod
    def read(cls, file: Path) -> Measurement:
        """Return what ``write`` has written; raises ValueError or KeyError for anything else."""
        told = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            told["title"],
            told["revision"],
            told["date"],
            told["environment"],
            [Figure(**each) for each in told["figures"]],
        )

    def write(self, file: Path) -> None:
        """Keep it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")


def conclude(title: str, figures: Sequence[Figure]) -> None:
    """Print the table, write the figures where ``TIDINGS_BENCH_OUT`` says; 1 when one misses."""
    measurement = Measurement.now(title, figures)
    open_console().print(_render(title, figures))
    told = ", ".join(f"{name} {value}" for name, value in measurement.environment.items())
    open_console().print(f"{measurement.revision}, {measurement.date}: {told}", style="dim")
    out = os.environ.get("TIDINGS_BENCH_OUT")
    if out:
        measurement.write(Path(out))
    if not all(each.holds for each in figures):
        sys.exit(1)


def open_console() -> Console:
    """Return what tables are printed on; a file or a pipe has no width of its own."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def _render(title: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("figure", "measured", "spread", "target", ""):
        table.add_column(
            name, justify="right" if name in {"measured", "spread", "target"} else "left"
        )
    for each in figures:
        verdict = "✓" if each.holds else "✗ missed"
        table.add_row(each.name, each.shown, each.spread, each.wanted, verdict)
    return table


def print_value(value: float) -> str:
    """Return it with as many digits as say something."""
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"
