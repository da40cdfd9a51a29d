"""The ``tidings`` command: it finds its subcommands in the packages that are installed.

Each package names its commands under the entry-point group ``tidings.commands``, so this
package needs to know no service, and a machine that only pushes has only ``push``. A command is
imported when it is asked for: ``tidings status`` does not wait for what ``tidings tag`` needs.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from tidings import __version__

GROUP = "tidings.commands"


class InstalledCommands(TyperGroup):
    """The commands that the installed packages name, in the order of their names."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's private type
        """Return the names; nothing is imported for it."""
        return sorted(_find_points())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Import the command called ``cmd_name``; None when no package names it."""
        point = _find_points().get(cmd_name)
        if point is None:
            return None
        command = point.load()
        if isinstance(command, typer.Typer):
            group = typer.main.get_group(command)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
        alone.command(cmd_name)(command)
        return typer.main.get_command(alone)


def build_app() -> typer.Typer:
    """Return the application."""
    app = typer.Typer(
        name="tidings",
        cls=InstalledCommands,
        help="News articles from feeds to a searchable, tagged index.",
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
    )
    app.callback()(take_options)
    return app


def show_version(asked: bool) -> None:
    """Print the version and stop, if it was asked for."""
    if asked:
        Console().print(__version__, highlight=False)
        raise typer.Exit


def take_options(
    _version: bool = typer.Option(
        False,
        "--version",
        callback=show_version,
        # Before the command is looked for, since none is needed.
        is_eager=True,
        help="Print the version and stop.",
    ),
) -> None:
    """News articles from feeds to a searchable, tagged index."""


def main() -> None:
    """Run the command line."""
    build_app()()


def _find_points() -> dict[str, EntryPoint]:
    return {each.name: each for each in entry_points(group=GROUP)}
