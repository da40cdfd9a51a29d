"""Let a person edit a draft: in an editor, or by a file that they have written before."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.text import Text

from tidings.dlq.editing import Draft
from tidings.dlq.selection import SelectionError
from tidings.terminal import printable

DEFAULT_EDITOR: Final = "vi"
# What fits on a few screens; a changed line alone can be a whole article.
MOST_LINES: Final = 60
MOST_CHARACTERS: Final = 2_000
STYLES: Final = {"-": "red", "+": "green", "@": "cyan"}


def choose_editor(environment: Mapping[str, str]) -> list[str]:
    """Return the command that VISUAL or EDITOR names, with its own options."""
    named = environment.get("VISUAL") or environment.get("EDITOR") or DEFAULT_EDITOR
    try:
        return shlex.split(named) or [DEFAULT_EDITOR]
    except ValueError as error:
        raise SelectionError(f"{named} is no command: {error}") from error


def edit(draft: Draft, text: bytes) -> bytes:
    """Return ``text`` as it was left in the editor; raises SelectionError when that fails.

    The file is readable for its owner alone, and gone afterwards.
    """
    command = choose_editor(os.environ)
    with TemporaryDirectory(prefix="tidings-") as folder:
        path = Path(folder, f"letter{draft.suffix}")
        path.write_bytes(text)
        try:
            status = subprocess.run([*command, str(path)], check=False).returncode
        except OSError as error:
            raise SelectionError(f"{command[0]} cannot be run: {error.strerror}") from error
        if status:
            raise SelectionError(f"{command[0]} ended with {status}; nothing was sent")
        return path.read_bytes()


def render_difference(before: bytes, after: bytes) -> Iterator[Text]:
    """Give the lines that differ, for a terminal."""
    old, new = (each.decode("utf-8", "backslashreplace").split("\n") for each in (before, after))
    lines = list(unified_diff(old, new, n=1, lineterm=""))[2:]
    for each in lines[:MOST_LINES]:
        more = "…" if len(each) > MOST_CHARACTERS else ""
        yield Text(printable(each[:MOST_CHARACTERS], keep="") + more, STYLES.get(each[:1], ""))
    if len(lines) > MOST_LINES:
        yield Text(f"… and {len(lines) - MOST_LINES:,} more lines", "dim")
