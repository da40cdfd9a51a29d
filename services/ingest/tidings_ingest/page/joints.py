"""Whether a line of a body goes on with the paragraph above it: rules in order, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Piece:
    """What a line gives to the body. ``apart``: it is a paragraph by itself."""

    line: Line
    text: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """Whether a piece goes on with the one above it, and why."""

    goes_on: bool
    why: str


class _Pair:
    """Two pieces, one above the other, and what most rules ask about the upper one."""

    __slots__ = ("above", "below", "is_closed", "is_full", "layout")

    def __init__(self, above: Piece, below: Piece, layout: Layout) -> None:
        self.above, self.below, self.layout = above, below, layout
        self.is_full = layout.is_full(above.line)
        self.is_closed = is_closed(above.text)

    @property
    def may_part(self) -> bool:
        """Say whether the lines may be apart.

        A number at the beginning of a line can also belong to the sentence that fills the line
        above it.
        """
        return self.is_closed or not self.is_full

    @property
    def may_begin_table(self) -> bool:
        """Say whether a table can begin: a colon announces one also where it fills its column."""
        return self.may_part or announces(self.above.text)

    @property
    def begins_block(self) -> bool:
        """Say whether a blank line between the two tells something."""
        return self.layout.begins_block(self.below.line)

    @property
    def is_english_block(self) -> bool:
        """Say whether a line in English below a blank line begins like a sentence.

        It is a signature or a heading of its own.
        """
        text = self.below.text
        return text.isascii() and not continues(text) and self.begins_block and not self.is_full


_BEGINNING: Final = Joint(False, "the first line of the body")
# The first that is there decides.
_RULES: Final[tuple[tuple[Joint, Callable[[_Pair], bool]], ...]] = (
    (Joint(False, "cells of a table"), lambda p: p.below.apart and is_row(p.below.text)),
    (Joint(False, "stands by itself: short, and ends no sentence"), lambda p: p.below.apart),
    (Joint(False, "below a line that stands by itself"), lambda p: p.above.apart),
    (Joint(False, "has the indent of a paragraph"), lambda p: p.layout.is_indented(p.below.line)),
    (Joint(False, "below a row of a table"), lambda p: is_row(p.above.text)),
    (Joint(False, "a date by itself"), lambda p: p.may_part and _is_date(p.below.text)),
    (Joint(False, "a bullet or a number"), lambda p: p.may_part and is_list_item(p.below.text)),
    (Joint(False, "cells of a table"), lambda p: p.may_begin_table and is_row(p.below.text)),
    (Joint(False, "a colon above"), lambda p: announces(p.above.text) and not p.is_full),
    (
        Joint(False, "English below a blank line, no small letter"),
        lambda p: not p.is_closed and p.is_english_block,
    ),
    (Joint(True, "the sentence above is not over"), lambda p: not p.is_closed),
    (Joint(False, "begins with who speaks"), lambda p: is_speaker(p.below.text)),
    (Joint(False, "a blank line above"), lambda p: p.begins_block),
    (Joint(True, "no indent where paragraphs have one"), lambda p: p.layout.indents_tell),
    (Joint(True, "the line above fills its column"), lambda p: p.is_full),
)
_PARAGRAPH: Final = Joint(False, "the line above ends early, with its sentence")


def join_pieces(pieces: Sequence[Piece], layout: Layout) -> Iterator[tuple[Piece, Joint]]:
    """Yield each piece that has a text, and whether it goes on with the one before it."""
    above: Piece | None = None
    for piece in pieces:
        if piece.text:
            yield piece, _BEGINNING if above is None else _judge(_Pair(above, piece, layout))
            above = piece


def name_piece(piece: Piece, joint: Joint) -> str:
    """Return what a piece is in the body: body, table or cross-heading."""
    if is_row(piece.text) and not joint.goes_on:
        return "table"
    return "cross-heading" if piece.apart else "body"


def _judge(pair: _Pair) -> Joint:
    for joint, is_there in _RULES:
        if is_there(pair):
            return joint
    return _PARAGRAPH


def _is_date(text: str) -> bool:
    """Say whether ``text`` is a date, as it stands below a signature."""
    return len(text) < _LONGEST_DATE and bool(FULL_DATE.fullmatch(text))
