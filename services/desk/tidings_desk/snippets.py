"""Highlights of Elasticsearch as text with the places of what was searched for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START
from tidings_desk.answers import Snippet

FIELDS: Final[tuple[Literal["headline", "body"], ...]] = ("headline", "body")


def read_snippets(highlight: Mapping[str, Sequence[str]]) -> list[Snippet]:
    """Return the snippets of one hit, the headline first, each text once.

    A word of one character matches in the field's ``characters`` only, and there all of it is
    found that is found in the field too.
    """
    return [
        each
        for field in FIELDS
        for each in _read_field(field, highlight.get(field) or [])
        or _read_field(field, highlight.get(f"{field}.characters") or [])
    ]


def _read_field(field: Literal["headline", "body"], fragments: Sequence[str]) -> list[Snippet]:
    return [cut_at_marks(field, each) for each in dict.fromkeys(fragments)]


def cut_at_marks(field: Literal["headline", "body"], marked: str) -> Snippet:
    """Return a fragment without its marks, and where they were; a mark without its end is none.

    >>> cut_at_marks("body", "a \\x02bc\\x03.").marks
    [(2, 4)]
    """
    pieces, marks, length, start = [], [], 0, None
    for piece, mark in _split(marked):
        pieces.append(piece)
        length += len(piece)
        if mark == HIGHLIGHT_START:
            start = length
        elif mark == HIGHLIGHT_END and start is not None:
            marks.append((start, length))
            start = None
    return Snippet(field=field, text="".join(pieces), marks=marks)


def _split(marked: str) -> Iterator[tuple[str, str]]:
    start = 0
    for place, character in enumerate(marked):
        if character in (HIGHLIGHT_START, HIGHLIGHT_END):
            yield marked[start:place], character
            start = place + 1
    yield marked[start:], ""
