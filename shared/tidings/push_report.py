"""What ``tidings push`` shows: what went well, and the file and the reason for what did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from tidings.push_client import PushedItem
from tidings.searchable import WAIT_S
from tidings.terminal import printable

STANDARD_INPUT = "-"


def describe_item(item: PushedItem) -> Text:
    """Return the line for an article that was accepted."""
    line = Text()
    if item.seconds is None:
        line.append("accepted", style="green")
    else:
        line.append(f"searchable after {item.seconds:.1f} s", style="green")
    headline = printable(item.headline or "(no headline)", keep="")
    return line.append(f"  {item.id}  ").append(headline, style="bold")


def print_notes(notes: Sequence[Mapping[str, str]]) -> None:
    """Tell standard error what ingest had to do to read a file."""
    for each in notes:
        _tell(each["file"], each["note"], style="yellow")


def print_problems(items: Sequence[PushedItem], is_waited_for: bool) -> bool:
    """Tell standard error the file and the reason of each failure; return whether all went well."""
    went_well = True
    for item in items:
        if item.problem is not None:
            _tell(item.file, f"{item.problem['where']}: {item.problem['detail']}", style="red")
        elif is_waited_for and item.seconds is None:
            _tell(item.file, f"{item.id} cannot be found after {WAIT_S:.0f} s", style="red")
        else:
            continue
        went_well = False
    return went_well


def _tell(file: str, what: str, style: str) -> None:
    name = "standard input" if file == STANDARD_INPUT else file
    line = printable(f"tidings: {name}: {what}", keep="")
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(line, style=style))


def show_progress() -> Progress:
    """Return a progress bar on standard error, which only a terminal shows."""
    console = Console(stderr=True, highlight=False)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def fail(message: str) -> NoReturn:
    """Tell standard error why nothing was done, and end with status 1."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(f"tidings: {message}", "red"))
    raise typer.Exit(1)
