"""The options that commands have in common which push."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from tidings.formats import FORMATS, find_by_name
from tidings.terminal import fail, printable

FORMAT_NAMES: Final = ", ".join(each.name for each in FORMATS)

FormatName = Annotated[
    str, typer.Option("--format", help=f"auto, or one of {FORMAT_NAMES}.", metavar="NAME")
]
FeedName = Annotated[str | None, typer.Option("--feed", help="Which feed of the source it is.")]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        envvar="TIDINGS_KEY",
        metavar="TOKEN",
        help="Your key; in the variable, other users of this machine cannot see it.",
    ),
]


def check_format(format_name: str) -> None:
    """End the command with status 1 when no format is called so."""
    if format_name != "auto" and find_by_name(format_name) is None:
        fail(f"--format {printable(format_name)} is none of auto, {FORMAT_NAMES}")
