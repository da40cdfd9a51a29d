"""Marks of writing direction that end within their line (Unicode's annex 9). Pure."""

from __future__ import annotations

import re
from typing import Final

# Right-to-left and left-to-right override show letters in another order than they are stored in:
# no news is written so, and file names are faked with it.
_OVERRIDES: Final = "\u202d\u202e"
_EMBEDDINGS: Final = "\u202a\u202b"
_ISOLATES: Final = "\u2066\u2067\u2068"
_END: Final = "\u202c"
_END_ISOLATE: Final = "\u2069"
_ANY: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def settle_direction(text: str) -> str:
    """Return ``text`` without overrides, and in each line without marks that nothing opens or ends.

    What is left of one line cannot turn the direction of the next. The simple marks (U+200E,
    U+200F, U+061C) turn nothing and stay.
    """
    if text.isascii() or not _ANY.search(text):
        return text
    return "\n".join(map(_settle_line, text.split("\n")))


def _settle_line(line: str) -> str:
    dropped: set[int] = set()
    opened: list[int] = []
    for found in _ANY.finditer(line):
        position, mark = found.start(), found.group()
        if mark in _ISOLATES or mark in _EMBEDDINGS or mark in _OVERRIDES:
            opened.append(position)
        elif not _close(line, opened, dropped, position):
            dropped.add(position)
    dropped.update(opened)
    return "".join(each for position, each in enumerate(line) if position not in dropped)


def _close(line: str, opened: list[int], dropped: set[int], position: int) -> bool:
    """Take what the mark at ``position`` ends from ``opened``; return whether it ends anything."""
    isolate = line[position] == _END_ISOLATE
    if isolate:
        # It ends the embeddings within the isolate too.
        while opened and line[opened[-1]] not in _ISOLATES:
            dropped.add(opened.pop())
    if not opened or (line[opened[-1]] in _ISOLATES) != isolate:
        return False
    begun = opened.pop()
    if line[begun] in _OVERRIDES:
        dropped.update((begun, position))
    return True
