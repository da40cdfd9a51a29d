"""The ``tidings`` command: it finds its subcommands in the packages that are installed.

Each package names its commands under the entry-point group ``tidings.commands``, so this
package needs to know no service, and a machine that only pushes has only ``push``.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import typer
from rich.console import Console

from tidings import __version__

GROUP = "tidings.commands"


def build_app() -> typer.Typer:
    """Return the application with every installed command, in the order of their names."""
    app = typer.Typer(
        name="tidings",
        help="News articles from feeds to a searchable, tagged index.",
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
    )
    app.callback()(take_options)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        command = point.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=point.name)
        else:
            app.command(point.name)(command)
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
