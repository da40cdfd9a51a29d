"""What ``tidings tag`` does in place of showing one file: answer lines, or compare answers."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console

from tidings.input_file import STANDARD_INPUT, show_input_name
from tidings.terminal import fail, print_json, tell
from tidings_enrich.enrichment import ArticleTagging, TaggerBrokenError
from tidings_enrich.tag_comparison import (
    NoTagsError,
    compare_answers,
    count_changes,
    describe_change,
)
from tidings_enrich.tag_comparison_report import render_changes
from tidings_enrich.tag_lines import answer_lines, read_lines

Lines = Annotated[
    bool,
    typer.Option(
        "--jsonl", help='Read a line of JSON, {"text": …}, for each text, and answer each by one.'
    ),
]
Compare = Annotated[
    tuple[Path, Path] | None,
    typer.Option(
        metavar="A.json B.json",
        help="Show which tags differ between two answers with --json, in place of tagging a FILE.",
    ),
]
# As diff has it: 0 is the same, 1 is different.
_DIFFERENT = 1
_TROUBLE = 2


def print_answers(
    file: str, tagging: ArticleTagging, received_at: datetime, published_at: datetime | None
) -> None:
    """Print one line for each line of the file; ends with status 1 when some were bad."""
    name = show_input_name(file)
    bad = False
    try:
        with _open(file) as opened:
            for each in answer_lines(read_lines(opened), tagging, received_at, published_at):
                print_json(each.record, indent=None)
                if each.problem is not None:
                    bad = True
                    tell(f"{name}: line {each.number}: {each.problem}")
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"{name}: {error.strerror or error}")
    except TaggerBrokenError as error:
        fail(str(error))
    if bad:
        raise typer.Exit(1)


def show_comparison(before: Path, after: Path, json_output: bool) -> None:
    """Show which tags differ; ends with status 0 when none do, 1 when some do, 2 on trouble."""
    answers = [_read_answer(each) for each in (before, after)]
    try:
        changes = compare_answers(*answers)
    except NoTagsError as error:
        fail(f"{before}, {after}: not answers of tidings tag --json: {error}", status=_TROUBLE)
    if json_output:
        described = [describe_change(each) for each in changes]
        print_json({"articles": described, "counts": count_changes(changes)})
    elif changes:
        Console(highlight=False, soft_wrap=True).print(render_changes(changes))
    if changes:
        raise typer.Exit(_DIFFERENT)


def _open(file: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else Path(file).open("rb")


def _read_answer(file: Path) -> object:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        fail(f"{file}: {error.strerror or error}", status=_TROUBLE)
    except (ValueError, RecursionError):
        fail(f"{file}: not JSON", status=_TROUBLE)
