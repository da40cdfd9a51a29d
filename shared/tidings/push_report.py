"""What ``tidings push`` shows: what went well, and the file and the reason for what did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from tidings.input_file import show_input_name
from tidings.push_client import PushedItem
from tidings.searchable import WAIT_S
from tidings.terminal import printable, tell


def describe_item(item: PushedItem) -> Text:
    """Return the line for an article of which there is no problem."""
    line = Text()
    if item.held_until is not None:
        line.append(f"held until {printable(item.held_until, keep='')}", style="yellow")
    elif item.seconds is None:
        line.append(printable(item.status, keep=""), style="green")
    else:
        unchanged = "unchanged, " if item.status == "unchanged" else ""
        line.append(f"{unchanged}searchable after {item.seconds:.1f} s", style="green")
    headline = printable(item.headline or "(no headline)", keep="")
    return line.append(f"  {item.id}  ").append(headline, style="bold")


def print_notes(notes: Sequence[Mapping[str, str]]) -> None:
    """Tell standard error what ingest had to do to read a file."""
    for each in notes:
        tell(f"{show_input_name(each['file'])}: {each['note']}", "yellow")


def print_problems(items: Sequence[PushedItem], is_waited_for: bool) -> bool:
    """Tell standard error the file and the reason of each failure; return whether all went well."""
    went_well = True
    for item in items:
        if item.problem is not None:
            tell(f"{show_input_name(item.file)}: {item.problem['where']}: {item.problem['detail']}")
        elif is_waited_for and item.is_on_its_way and item.seconds is None:
            tell(f"{show_input_name(item.file)}: {item.id} cannot be found after {WAIT_S:.0f} s")
        else:
            continue
        went_well = False
    return went_well


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
