"""How a page is set: its column widths, its indents, and what its blank lines mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import is_closed

# Columns change from article to article, so a column's width is taken from the lines around.
_AROUND: Final = 10
# Lines of a justified column end within two wide characters of each other: punctuation and words
# that are not broken.
_SLACK: Final = 4
# An English word is moved to the next line as a whole.
_LATIN_SLACK: Final = 12
# So many lines of the same width are a column and no accident.
_FEWEST: Final = 3
# Two wide characters are the paragraph indent of Chinese papers; more is a centred headline.
_INDENTS: Final = range(2, 7)


class Layout:
    """What the lines of a page, without its furniture, tell about how it was set."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._index = {line.number: at for at, line in enumerate(lines)}
        gaps = [line.blanks for line in lines[1:]]
        spaced = sum(gap > 0 for gap in gaps)
        # Where every line or none has a blank line above it, a blank line means nothing.
        self.blanks_tell = 0 < spaced < 0.85 * len(gaps)
        self.usual_gap = sorted(gaps)[len(gaps) // 2] if gaps else 0
        indented = sum(line.indent in _INDENTS for line in lines)
        first = [
            line.indent in _INDENTS
            for above, line in pairwise(lines)
            if is_closed(above.text) and line.width > 20
        ]
        # Paragraphs are indented where most lines below a finished sentence are, and not all are.
        self.indents_tell = (
            len(first) > 1 and sum(first) > 0.6 * len(first) and indented < len(lines)
        )

    def is_indented(self, line: Line) -> bool:
        """Say whether ``line`` begins a paragraph by its indent."""
        return self.indents_tell and line.indent in _INDENTS

    def is_full(self, line: Line) -> bool:
        """Say whether ``line`` fills its column, so that its sentence goes on in the next line."""
        at = self._index[line.number]
        around = self._lines[max(0, at - _AROUND) : at + _AROUND + 1]
        slack = _LATIN_SLACK if line.text.isascii() else _SLACK
        wider = sum(other.width > line.width + slack for other in around)
        alike = sum(abs(other.width - line.width) <= slack for other in around) - 1
        return alike >= _FEWEST and wider * 4 <= alike

    def begins_block(self, line: Line) -> bool:
        """Say whether blank lines set ``line`` apart from what stands above it."""
        return self.blanks_tell and line.blanks > 0
