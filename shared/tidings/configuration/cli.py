"""``tidings config``: what the stages would start with here, and whether they would."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidings.configuration.checking import WRONG_SETTINGS
from tidings.configuration.declaration import Declaration, find_declarations, list_known_names
from tidings.configuration.effective import Setting, list_settings
from tidings.configuration.problems import describe_unknown, find_problems, find_unknown
from tidings.options import Json
from tidings.terminal import fail, print_json, printable, tell

app = typer.Typer(
    help="What the stages would start with in this environment, and whether they would.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
Stage = Annotated[
    str | None,
    typer.Option("--stage", help="Only of this one: provision, ingest, enrich, index, desk."),
]


@app.command()
def show(stage: Stage = None, json_output: Json = False) -> None:
    """Show each setting, its value and where that comes from; secrets are masked.

    Exit status 2 when a stage would not start with them.
    """
    chosen = _choose(stage)
    settings = {each.stage: list_settings(each, os.environ) for each in chosen}
    problems = _find_all_problems(chosen)
    unknown = describe_unknown(_find_unknown())
    if json_output:
        stages = {
            name: {"settings": [asdict(each) for each in found], "problems": problems[name]}
            for name, found in settings.items()
        }
        print_json({"stages": stages, "unknown": unknown})
    else:
        console = Console(highlight=False)
        for name, found in settings.items():
            console.print(Text(f"\n{name}", "bold"))
            console.print(_tabulate(found))
        _tell(problems, unknown)
    _end(problems)


@app.command()
def check(stage: Stage = None, json_output: Json = False) -> None:
    """Say what is wrong with the settings; exit status 2 when a stage would not start."""
    chosen = _choose(stage)
    problems = _find_all_problems(chosen)
    unknown = describe_unknown(_find_unknown())
    if json_output:
        print_json({"problems": problems, "unknown": unknown})
    else:
        _tell(problems, unknown)
        if not any(problems.values()):
            Console(highlight=False).print(
                Text(f"The settings of {', '.join(problems)} are right.", "green")
            )
    _end(problems)


def _choose(stage: str | None) -> list[Declaration]:
    found = find_declarations()
    if stage is None:
        return list(found.values())
    if stage not in found:
        fail(f"no stage {stage} is installed; there are: {', '.join(found)}", status=WRONG_SETTINGS)
    return [found[stage]]


def _find_all_problems(chosen: list[Declaration]) -> dict[str, list[str]]:
    return {each.stage: find_problems(each) for each in chosen}


def _find_unknown() -> dict[str, str | None]:
    return find_unknown(os.environ, list_known_names(find_declarations().values()))


def _tabulate(settings: list[Setting]) -> Table:
    table = Table("variable", box=None, show_header=True)
    # A cut value could not be copied.
    table.add_column("value", overflow="fold")
    table.add_column("from")
    for each in settings:
        style = "bold" if each.source == "environment" else "dim"
        table.add_row(each.name, Text(printable(each.value), style), Text(each.source, style))
    return table


def _tell(problems: dict[str, list[str]], unknown: list[str]) -> None:
    # The same variable is wrong for each stage that reads it, and is told once.
    by_problem: dict[str, list[str]] = {}
    for stage, found in problems.items():
        for each in found:
            by_problem.setdefault(each, []).append(stage)
    for sentence, stages in by_problem.items():
        tell(f"{', '.join(stages)}: {sentence}")
    for sentence in unknown:
        tell(sentence, "yellow")


def _end(problems: dict[str, list[str]]) -> None:
    if any(problems.values()):
        raise typer.Exit(WRONG_SETTINGS)
