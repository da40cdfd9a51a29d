"""``tidings doctor``: every finding with what to do, for a terminal or for scripts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text

from tidings.doctor.finding import Finding, Place
from tidings.doctor.rooms import examine_all, find_rooms
from tidings.endpoints import (
    STACK_FILE,
    StackNotFoundError,
    default_cache_dir,
    default_data_dir,
    find_endpoints,
)
from tidings.options import DataDir, Json
from tidings.terminal import print_json, printable

SICK: Final = 1
MARKS: Final = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "bold red")}


def doctor(
    every: Annotated[
        bool, typer.Option("--all", help="Show what is well too, and not only count it.")
    ] = False,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Look at this machine, the servers and the stages, and say what to do about each finding.

    Nothing is changed. Exit status: 0 when nothing is an error, else 1.
    """
    findings = examine_all(find_rooms(), _choose_place(data_dir))
    is_well = all(each.severity != "error" for each in findings)
    if json_output:
        print_json({"ok": is_well, "findings": [asdict(each) for each in findings]})
    else:
        console = Console(highlight=False)
        for each in findings:
            if every or each.severity != "ok":
                console.print(write_finding(each))
        console.print(write_summary(findings))
    if not is_well:
        raise typer.Exit(SICK)


def write_finding(finding: Finding) -> Text:
    """Return a finding in one line, and what to do in another."""
    mark, style = MARKS[finding.severity]
    text = Text(f"{mark} ", style).append(printable(finding.check), "bold")
    text.append(f"  {printable(finding.seen)}")
    if finding.severity != "ok" and finding.expected:
        text.append(f"  (expected: {printable(finding.expected)})", "dim")
    if finding.advice:
        text.append(f"\n    → {printable(finding.advice)}", "cyan")
    return text


def write_summary(findings: Sequence[Finding]) -> Text:
    """Return how many of each severity there are."""
    counted = Counter(each.severity for each in findings)
    parts = [f"{counted['ok']} ok", f"{counted['warning']} warnings", f"{counted['error']} errors"]
    return Text(", ".join(parts), "red" if counted["error"] else "green")


def _choose_place(data_dir: Path | None) -> Place:
    folder = data_dir.resolve() if data_dir else default_data_dir()
    try:
        endpoints = find_endpoints(folder)
    except StackNotFoundError:
        endpoints = None
    return Place(folder, default_cache_dir(os.environ), endpoints, (folder / STACK_FILE).exists())
