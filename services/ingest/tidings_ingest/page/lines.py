"""Cut a page into its physical lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tidings_ingest.page.folding import fold
from tidings_ingest.page.punctuation import is_closed

# A form feed beside a line feed is one line ending: that is how PDF converters end a page.
_ENDING: Final = re.compile("(?:\r\n|[\n\r])\f?|\f(?:\r\n|[\n\r])?|[\v\x85\u2028\u2029]")
# Control characters, byte-order marks, zero-width spaces and soft hyphens: no part of any word.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# From here on characters are wide. Typographic quotes and dashes below it count as narrow.
_FIRST_WIDE: Final = "\u1100"
# No line of a narrow column is longer; what is measured beyond it would say nothing new.
_MEASURED: Final = 300
# Wider gaps say no more than this one, and cost every pattern that looks for white space.
_WIDE_GAP: Final = re.compile(r"(\s{4})\s+")
_INDENT: Final = re.compile(r"\s*")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its 1-based number, its text without white space at the ends.

    ``indent`` is the white space before it and ``width`` the text, both in character cells: a
    wide character takes two. ``blanks`` counts the blank lines just above it.
    """

    number: int
    text: str
    indent: int
    blanks: int

    @cached_property
    def folded(self) -> str:
        """Return the text in the spelling that patterns use; offsets are the same."""
        return fold(self.text)

    @cached_property
    def is_closed(self) -> bool:
        """Say whether the sentence that the line ends with is over."""
        return is_closed(self.text)

    @cached_property
    def width(self) -> int:
        """Return the width of the text in cells, at most that of a very long line."""
        return _measure(self.text)


def read_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank, each with its number among all lines."""
    shown = _LONE_SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    lines: list[Line] = []
    blanks = 0
    for number, printed in enumerate(_ENDING.split(shown), start=1):
        stripped = printed.strip()
        if not stripped:
            blanks += 1
            continue
        indent = _INDENT.match(printed)
        lines.append(
            Line(
                number,
                _WIDE_GAP.sub(r"\1", stripped),
                _measure(indent.group().expandtabs(4) if indent else ""),
                blanks,
            )
        )
        blanks = 0
    return lines


def _measure(text: str) -> int:
    measured = text[:_MEASURED]
    return len(measured) + sum(each >= _FIRST_WIDE for each in measured)
