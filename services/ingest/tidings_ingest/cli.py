"""``tidings split``: show which articles a file holds; needs no server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from tidings.draft import Draft, describe_draft
from tidings.formats import FORMATS, MOST_BODY_BYTES, Format, find_by_name, find_by_path
from tidings.reading import Problem, Reading, UnreadableError
from tidings.terminal import printable
from tidings_ingest.reading import read_body

STANDARD_INPUT = "-"
NAMES = ", ".join(each.name for each in FORMATS)


def split(
    file: Annotated[str, typer.Argument(help="The file to read; - is standard input.")],
    format_name: Annotated[
        str, typer.Option("--format", help=f"auto, or one of {NAMES}.", metavar="NAME")
    ] = "auto",
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the articles in a file: a newspaper page, or any other format that is taken.

    Exit status: 0 when all of it could be read, else 1.
    """
    if format_name != "auto" and find_by_name(format_name) is None:
        _fail(f"--format {format_name} is none of auto, {NAMES}")
    name = "standard input" if file == STANDARD_INPUT else file
    reading = _read(file, name, choose_format(file, format_name))
    if json_output:
        told = {"articles": [describe_draft(each) for each in reading.drafts]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        console = Console(highlight=False)
        for number, draft in enumerate(reading.drafts, 1):
            console.print(paint_draft(number, draft))
    for note in reading.notes:
        _tell(f"{name}: {note}", "yellow")
    problems = [each for each in reading.items if isinstance(each, Problem)]
    for each in problems:
        _tell(f"{name}: {each.where}: {each.detail}", "red")
    if problems:
        raise typer.Exit(1)


def choose_format(file: str, format_name: str) -> Format | None:
    """Return the format that was asked for or that the name says; None to find it out."""
    if format_name != "auto":
        return find_by_name(format_name)
    return None if file == STANDARD_INPUT else find_by_path(Path(file))


def paint_draft(number: int, draft: Draft) -> Panel:
    """Return one article for a terminal; what its text could do to one is made visible."""
    above = [(draft.kicker, "dim"), (draft.headline, "bold"), (draft.subhead, "italic")]
    below = [
        ("  ".join(draft.byline), "cyan"),
        (draft.dateline, "cyan"),
        *((f"▣ {each.text}", "green") for each in draft.captions),
    ]
    parts = [Text(printable(words), style) for words, style in (*above, *below) if words]
    parts.append(Text(printable(draft.body)))
    lines = f"lines {draft.lines[0]}-{draft.lines[1]}" if draft.lines else ""
    title = Text("  ".join(each for each in (str(number), lines) if each))
    return Panel(Group(*parts), title=title, title_align="left", border_style="dim")


def _read(file: str, name: str, chosen: Format | None) -> Reading:
    try:
        body = _read_bytes(file)
        return read_body(body, chosen.media_types[0] if chosen else None)
    except OSError as error:
        _fail(f"{name}: {error.strerror or error}")
    except UnreadableError as error:
        _fail(*(f"{name}: {each.where}: {each.detail}" for each in error.problems))


def _read_bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        body = sys.stdin.buffer.read(MOST_BODY_BYTES + 1)
    else:
        with Path(file).open("rb") as opened:
            body = opened.read(MOST_BODY_BYTES + 1)
    if len(body) > MOST_BODY_BYTES:
        limit = MOST_BODY_BYTES // 1024**2
        raise UnreadableError(413, Problem("file", f"too large: more than {limit} MiB"))
    return body


def _tell(line: str, style: str) -> None:
    words = Text(printable(f"tidings: {line}", keep=""), style)
    Console(stderr=True, highlight=False, soft_wrap=True).print(words)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        _tell(line, "red")
    raise typer.Exit(1)
