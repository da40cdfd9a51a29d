"""Text of others on a terminal: what a terminal would obey is shown instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import typer
from rich.console import Console
from rich.text import Text

# Spaces of other scripts, the ideographic one among them, which str.isprintable() refuses. Line
# and paragraph separators are not among them.
_SPACES: Final = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))


def printable(text: str, *, keep: str = "\n") -> str:
    r"""Return ``text`` with control characters and marks that turn the direction made visible.

    They become escapes such as ``\x1b`` or ``\u202e``; the characters in ``keep`` stay as they
    are. Letters, marks, symbols and spaces of every script stay too. Whatever rich prints goes
    through ``rich.text.Text``, so that its markup is no markup either.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in _SPACES or each in keep else _escape(each)
        for each in text
    )


def tell(line: str, style: str = "red") -> None:
    """Print one line of the command's own on standard error, whatever stands in it."""
    words = Text(printable(f"tidings: {line}", keep=""), style)
    Console(stderr=True, highlight=False, soft_wrap=True).print(words)


def fail(*lines: str, status: int = 1) -> NoReturn:
    """Tell why nothing came of the command, and end it with the exit status ``status``."""
    for line in lines:
        tell(line)
    raise typer.Exit(status)


def print_json(value: Mapping[str, Any], *, indent: int | None = 1) -> None:
    """Print JSON in which what a terminal would obey is an escape; it reads back the same.

    With ``indent=None`` it stands on one line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if printable(text) != text:
        text = "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in text)
    typer.echo(text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
