"""What the commands have in common that read a file as ingest would: ``split`` and ``tag``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from tidings.formats import FORMATS, Format, find_by_name, find_by_path
from tidings.input_file import STANDARD_INPUT, read_input, show_input_name
from tidings.reading import Problem, Reading, UnreadableError
from tidings.terminal import fail, tell

_T = TypeVar("_T")
_NAMES: Final = ", ".join(each.name for each in FORMATS)

File = Annotated[str, typer.Argument(help="The file to read; - is standard input.")]
FormatName = Annotated[
    str, typer.Option("--format", help=f"auto, or one of {_NAMES}.", metavar="NAME")
]


def read_named_file(file: str, format_name: str, reader: Callable[[bytes, str | None], _T]) -> _T:
    """Return what ``reader`` makes of ``file``; where it makes nothing, end the command with why.

    ``format_name`` is ``auto`` or the name of a format.
    """
    chosen = choose_format(file, format_name)
    name = show_input_name(file)
    try:
        return reader(read_input(file), chosen.media_types[0] if chosen else None)
    except OSError as error:
        fail(f"{name}: {error.strerror or error}")
    except UnreadableError as error:
        fail(*(f"{name}: {each.where}: {each.detail}" for each in error.problems))


def choose_format(file: str, format_name: str) -> Format | None:
    """Return the format that was asked for or that the name says; None to find it out."""
    if format_name != "auto":
        return find_by_name(format_name) or fail(
            f"--format {format_name} is none of auto, {_NAMES}"
        )
    return None if file == STANDARD_INPUT else find_by_path(Path(file))


def end_with_remarks(file: str, reading: Reading) -> None:
    """Tell standard error the notes and problems; ends with status 1 when there are problems."""
    name = show_input_name(file)
    for note in reading.notes:
        tell(f"{name}: {note}", "yellow")
    problems = [each for each in reading.items if isinstance(each, Problem)]
    for each in problems:
        tell(f"{name}: {each.where}: {each.detail}", "red")
    if problems:
        raise typer.Exit(1)
