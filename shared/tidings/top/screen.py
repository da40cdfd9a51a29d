"""The view as a table that fits the terminal. Pure: rich's renderables come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tidings.terminal import printable
from tidings.top.view import ServerView, StageView, TopView

BLOCKS: Final = "▁▂▃▄▅▆▇█"
SPARKLINE_COLUMNS: Final = 12
STYLES: Final = {
    "ready": "green",
    "waiting": "yellow",
    "unready": "yellow",
    "stuck": "bold red",
    "away": "bold red",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its width, and from which width of the terminal on it is shown."""

    title: str
    write: Callable[[StageView], Text]
    from_columns: int = 0
    justify: Literal["left", "right"] = "right"


def draw_view(view: TopView, columns: int, hint: str = "") -> RenderableType:
    """Return everything for a terminal of so many ``columns``; a narrow one gets fewer figures."""
    shown = [each for each in COLUMNS if each.from_columns <= columns]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for each in shown:
        table.add_column(each.title, justify=each.justify, no_wrap=True)
    for stage in view.stages:
        table.add_row(*(each.write(stage) for each in shown))
    title = Text("tidings top  ", "bold").append(view.at, "dim")
    parts: list[RenderableType] = [title]
    if view.servers:
        parts.append(_draw_servers(view.servers))
    parts += [Text(), table]
    parts += _list_notes(view.stages)
    if hint:
        parts += [Text(), Text(hint, "dim")]
    return Group(*parts)


def _draw_servers(servers: Sequence[ServerView]) -> Text:
    parts = []
    for each in servers:
        words = each.state if each.detail is None else f"{each.state}, {each.detail}"
        parts.append(Text(f"{each.name} ").append(printable(words), STYLES[each.state]))
    return Text("   ").join(parts)


def _list_notes(stages: Sequence[StageView]) -> list[RenderableType]:
    """Return a line for each stage: why it is not ready, and what became of its items."""
    lines: list[RenderableType] = [Text()]
    for each in stages:
        line = Text(f"{printable(each.name):<7} ")
        if each.detail:
            line.append(printable(each.detail) + "  ", STYLES[each.state])
        counted = ", ".join(f"{count:,} {name}" for name, count in (each.outcomes or {}).items())
        lines.append(line.append(printable(counted), "dim"))
    return lines


def draw_sparkline(values: Sequence[float | None], most: int = SPARKLINE_COLUMNS) -> str:
    """Return the newest ``most`` values as blocks, the largest the highest; a gap for None."""
    newest = values[-most:]
    highest = max((each for each in newest if each is not None), default=0.0)
    return "".join(" " if each is None else BLOCKS[_scale(each, highest)] for each in newest).rjust(
        most
    )


def _scale(value: float, highest: float) -> int:
    return min(len(BLOCKS) - 1, int(value / highest * len(BLOCKS))) if highest > 0 else 0


def write_seconds(seconds: float | None) -> str:
    """Return seconds in five characters at most: ``3 ms``, ``1.2 s``, ``17 m``, ``3 h``."""
    if seconds is None:
        return ""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 99.5:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} m" if seconds < 5970 else f"{seconds / 3600:.0f} h"


def write_count(value: float | None) -> str:
    """Return a number in five characters or so: ``12.5``, ``1,200``, ``15 k``, ``3.4 M``."""
    if value is None:
        return ""
    if value >= 999_500:
        return f"{value / 1_000_000:.1f} M"
    if value >= 9_999.5:
        return f"{value / 1000:.0f} k"
    return f"{value:,.0f}" if value >= 99.95 or value == int(value) else f"{value:.1f}"


def _write_dead(stage: StageView) -> Text:
    return Text(write_count(stage.dead_letters), "red" if stage.dead_letters else "")


def _write_p50(stage: StageView) -> Text:
    return Text(write_seconds(stage.latency.p50_s if stage.latency else None), _dim_old(stage))


def _write_p95(stage: StageView) -> Text:
    return Text(write_seconds(stage.latency.p95_s if stage.latency else None), _dim_old(stage))


def _dim_old(stage: StageView) -> str:
    return "dim" if stage.latency and stage.latency.window_s is None else ""


def _write_memory(stage: StageView) -> Text:
    return Text("" if stage.memory_bytes is None else f"{stage.memory_bytes / 1_000_000:.0f} MB")


COLUMNS: Final = (
    Column("stage", lambda each: Text(printable(each.name), "bold"), justify="left"),
    Column("state", lambda each: Text(each.state, STYLES[each.state]), justify="left"),
    Column("items/s", lambda each: Text(write_count(each.items_per_s))),
    Column("lag", lambda each: Text(write_count(each.lag_messages))),
    Column("late", lambda each: Text(write_seconds(each.lag_s)), 60),
    Column("p50", _write_p50, 60),
    Column("p95", _write_p95, 40),
    Column(
        "p95 lately",
        lambda each: Text(draw_sparkline(each.sparkline), "cyan"),
        78,
        "left",
    ),
    Column("now", lambda each: Text(write_count(each.in_flight)), 68),
    Column("dead", _write_dead, 40),
    Column("memory", _write_memory, 78),
    Column("measured", lambda each: Text(each.latency.of if each.latency else "", "dim"), 100),
)
