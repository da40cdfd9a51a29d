"""Options of both commands."""

from __future__ import annotations

from typing import Annotated

import typer

Directory = Annotated[
    str | None,
    typer.Option(
        "--repository",
        metavar="DIR",
        help="A folder as Elasticsearch sees it, below one of its path.repo.",
    ),
]
NAME_HELP = "A repository by the name that Elasticsearch knows; else tidings."
To = Annotated[str | None, typer.Option("--to", metavar="NAME", help=NAME_HELP)]
From = Annotated[str | None, typer.Option("--from", metavar="NAME", help=NAME_HELP)]
