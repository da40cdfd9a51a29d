"""Sentences without end marks, cut so that no single one fills the memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Sentences of news seldom reach 200 characters. With 500, four pieces fill a batch, and a name is
# cut in two only where 250 characters hold no mark at all.
MOST_CHARACTERS = 500
_MARKS = re.compile(r"[，,；;、：:\s]")


def cut_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of pieces that together are ``text``, cut after marks if there are."""
    start = 0
    while len(text) - start > MOST_CHARACTERS:
        piece = text[start : start + MOST_CHARACTERS]
        ends = [mark.end() for mark in _MARKS.finditer(piece, MOST_CHARACTERS // 2)]
        end = start + (ends[-1] if ends else MOST_CHARACTERS)
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]
