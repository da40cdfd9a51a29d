"""``tidings split``: show which articles a file holds; needs no server."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from tidings.draft import Draft, describe_draft
from tidings.file_command import File, FormatName, end_with_remarks, read_named_file
from tidings.formats import TEXT
from tidings.options import Json
from tidings.reading import Reading
from tidings.terminal import print_json, printable
from tidings_ingest.explaining import describe_line, explain_body, paint_lines
from tidings_ingest.reading import read_body

Explain = Annotated[
    bool,
    typer.Option("--explain", help="Show each line of a page of text, its label and why."),
]


def split(
    file: File,
    format_name: FormatName = "auto",
    json_output: Json = False,
    explain: Explain = False,
) -> None:
    """Show the articles in a file: a newspaper page, or any other format that is taken.

    Exit status: 0 when all of it could be read, else 1.
    """
    if explain:
        _explain(file, format_name, json_output=json_output)
        return
    reading = read_named_file(file, format_name, read_body)
    if json_output:
        told = {"articles": [describe_draft(each) for each in reading.drafts]}
        print_json(told)
    else:
        console = Console(highlight=False)
        for number, draft in enumerate(reading.drafts, 1):
            console.print(paint_draft(number, draft))
    end_with_remarks(file, reading)


def _explain(file: str, format_name: str, *, json_output: bool) -> None:
    page = read_named_file(file, format_name, explain_body)
    if json_output:
        print_json({"lines": [describe_line(each) for each in page.lines]})
    else:
        Console(highlight=False).print(paint_lines(page.lines))
    end_with_remarks(file, Reading(TEXT.name, (), page.notes))


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
