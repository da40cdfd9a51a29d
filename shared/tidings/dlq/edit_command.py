"""``tidings dlq edit``: a letter's message is put right by hand and sent again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from tidings.dlq import options, report
from tidings.dlq.choosing import choose_letter, read_value
from tidings.dlq.editing import check_edit, lay_out, send_edited, take_back
from tidings.dlq.editor import edit, render_difference
from tidings.dlq.letter import Letter
from tidings.dlq.ports import MessageLog
from tidings.dlq.selection import SelectionError, format_position
from tidings.dlq.session import open_log
from tidings.options import DataDir, Json
from tidings.terminal import fail, printable, tell


def edit_letter(  # noqa: PLR0913, PLR0917 - the options of a command
    letter: Annotated[
        str,
        typer.Argument(
            metavar="POSITION|ID", help="TOPIC:PARTITION:OFFSET, or an article's id or its start."
        ),
    ],
    set_file: Annotated[
        Path | None,
        typer.Option(help="Take the message from this file, - for standard input; no editor."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Send what the stage cannot read; edit a settled one.")
    ] = False,
    yes: options.Yes = False,
    topic: options.Topic = None,
    json_output: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Edit the message of a dead letter in $VISUAL or $EDITOR, and send it to its topic again.

    The article keeps its id; the letter stays and is settled. Exit status: 0 when it was sent and
    acknowledged, else 1.
    """
    with open_log(data_dir) as log:
        found = _choose(log, letter, topic, force=force)
        before = read_value(log, found)
        if set_file is None:
            after = _edit_until_good(found, before, force=force)
        else:
            after = _read(set_file)
            if (refusal := check_edit(found, before, after, force=force)) is not None:
                fail(refusal.why)
        if not yes:
            _ask(found, before, after)
            # An editor can be open for long.
            _choose(log, format_position(found.at), topic, force=force)
        sent_to = send_edited(log, found, after)
    at = format_position(found.at)
    if json_output:
        tries = found.tries + 1
        told = {"edited": at, "id": found.id, "sent_to": sent_to, "bytes": len(after)}
        report.print_json({**told, "tries": tries})
    else:
        line = printable(f"edited: {at}, sent to {sent_to}", keep="")
        Console(highlight=False, soft_wrap=True).print(Text(line, style="green"))


def _choose(log: MessageLog, named: str, topic: list[str] | None, *, force: bool) -> Letter:
    found, settled = choose_letter(log, named, topic)
    if settled is not None and not force:
        raise SelectionError(f"{format_position(found.at)} was {settled} already; --force edits it")
    return found


def _edit_until_good(found: Letter, before: bytes, *, force: bool) -> bytes:
    """Return what the person wrote, once it can be sent; a refusal opens the editor again."""
    draft = lay_out(before)
    text = draft.text
    while True:
        text = edit(draft, text)
        after = take_back(draft, text)
        refusal = check_edit(found, before, after, force=force)
        if refusal is None:
            return after
        tell(refusal.why)
        if after == before or not typer.confirm("Edit it again?", default=True, err=True):
            fail("nothing was sent")


def _ask(found: Letter, before: bytes, after: bytes) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in render_difference(lay_out(before).text, lay_out(after).text):
        console.print(line)
    topic = found.origin.topic if found.origin else ""
    if not typer.confirm(f"Send it to {printable(topic, keep='')}?", err=True):
        fail("nothing was sent")


def _read(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise SelectionError(f"{path} cannot be read: {error.strerror}") from error
