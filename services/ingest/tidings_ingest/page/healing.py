"""Put the broken lines of a body together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tidings_ingest.page.joints import Piece, join_pieces
from tidings_ingest.page.layout import Layout

_DIVIDED: Final = re.compile(r"([A-Za-z]*[a-z])-$")
_IN_NUMBERS: Final = ".,:%"
_FIRST_WORD: Final = re.compile(r"[a-z]+")


def heal(pieces: Sequence[Piece], layout: Layout, compounds: frozenset[str]) -> str:
    """Return the body: one paragraph a line.

    ``compounds`` are the words printed with a hyphen inside a line, in small letters; they keep
    it when a line ends at their hyphen.
    """
    paragraphs: list[list[str]] = []
    for piece, joint in join_pieces(pieces, layout):
        if joint.goes_on:
            _append(paragraphs[-1], piece.text, compounds)
        else:
            paragraphs.append([piece.text])
    return "\n".join("".join(parts) for parts in paragraphs)


def find_compounds(text: str) -> frozenset[str]:
    """Return the words with a hyphen that stand inside a line of ``text``, in small letters."""
    return frozenset(each.lower() for each in re.findall(r"\b[A-Za-z]+-[A-Za-z]+\b", text))


def _append(parts: list[str], text: str, compounds: frozenset[str]) -> None:
    last = parts[-1]
    divided = _DIVIDED.search(last[-60:])
    first = _FIRST_WORD.match(text[:60])
    if divided and first:
        if f"{divided.group(1)}-{first.group()}".lower() not in compounds:
            parts[-1] = last[:-1]
    elif _needs_space(last[-2:], text):
        parts.append(" ")
    parts.append(text)


def _needs_space(last: str, text: str) -> bool:
    """Words of Latin letters are apart by a space; a number broken in Chinese text is not.

    ``last`` are the last two characters above: a number breaks at its decimal point as well.
    """
    if not (last[-1].isascii() and text[:1].isascii()):
        return False
    if text[:40].isascii():
        return True
    goes_on = text[0].isdigit() or text[0] in _IN_NUMBERS
    return not (goes_on and last.rstrip(_IN_NUMBERS)[-1:].isdigit())
