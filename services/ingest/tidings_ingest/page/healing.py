"""Put the broken lines of a body together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tidings_ingest.page.dates import FULL_DATE
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import (
    announces,
    continues,
    is_closed,
    is_list_item,
    is_row,
    is_speaker,
)

_LONGEST_DATE: Final = 24
_DIVIDED: Final = re.compile(r"([A-Za-z]*[a-z])-$")
_FIRST_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a line gives to the body. ``apart``: it is a paragraph by itself."""

    line: Line
    text: str
    apart: bool = False


def heal(pieces: Sequence[Piece], layout: Layout, compounds: frozenset[str]) -> str:
    """Return the body: one paragraph a line.

    ``compounds`` are the words printed with a hyphen inside a line, in small letters; they keep
    it when a line ends at their hyphen.
    """
    paragraphs: list[list[str]] = []
    above: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if above is not None and _goes_on(above, piece, layout):
            _append(paragraphs[-1], piece.text, compounds)
        else:
            paragraphs.append([piece.text])
        above = piece
    return "\n".join("".join(parts) for parts in paragraphs)


def find_compounds(text: str) -> frozenset[str]:
    """Return the words with a hyphen that stand inside a line of ``text``, in small letters."""
    return frozenset(each.lower() for each in re.findall(r"\b[A-Za-z]+-[A-Za-z]+\b", text))


def _goes_on(above: Piece, below: Piece, layout: Layout) -> bool:
    """Say whether the paragraph of ``above`` goes on in ``below``."""
    if above.apart or below.apart or layout.is_indented(below.line):
        return False
    is_full, closed = layout.is_full(above.line), is_closed(above.text)
    # A number at the beginning of a line can also belong to the sentence that fills the line above.
    if is_row(above.text) or (_stands_alone(below.text) and (closed or not is_full)):
        return False
    if announces(above.text) and not is_full:
        return False
    if not closed:
        return _finishes(above, below, layout)
    if is_speaker(below.text) or layout.begins_block(below.line):
        return False
    # Where paragraphs are indented, a line without an indent begins none.
    return layout.indents_tell or is_full


def _stands_alone(text: str) -> bool:
    """Say whether ``text`` is a paragraph whatever is above it; a date stands below a signature."""
    is_date = len(text) < _LONGEST_DATE and bool(FULL_DATE.fullmatch(text))
    return is_date or is_list_item(text) or is_row(text)


def _finishes(above: Piece, below: Piece, layout: Layout) -> bool:
    """Say whether ``below`` finishes the open sentence of ``above``."""
    if not below.text.isascii() or continues(below.text):
        return True
    # An English line in capitals below a blank line is a signature or a heading of its own.
    return not layout.begins_block(below.line) or layout.is_full(above.line)


def _append(parts: list[str], text: str, compounds: frozenset[str]) -> None:
    last = parts[-1]
    divided = _DIVIDED.search(last[-60:])
    first = _FIRST_WORD.match(text[:60])
    if divided and first:
        if f"{divided.group(1)}-{first.group()}".lower() not in compounds:
            parts[-1] = last[:-1]
    elif _needs_space(last[-1], text):
        parts.append(" ")
    parts.append(text)


def _needs_space(last: str, text: str) -> bool:
    """Words of Latin letters are apart by a space; a number broken in Chinese text is not."""
    if not (last.isascii() and text[:1].isascii()):
        return False
    return not (last.isdigit() and text[0].isdigit() and not text[:40].isascii())
