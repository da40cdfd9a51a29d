"""How a page is set: its column widths, its indents, and what its blank lines mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tidings_ingest.page.captions import read_caption
from tidings_ingest.page.heading_shape import has_heading_shape
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import announces, is_closed, is_row

# Columns change from article to article, so a column's width is taken from the lines around.
_AROUND: Final = 10
# Lines of a justified column end within two wide characters of each other: punctuation and words
# that are not broken.
_SLACK: Final = 4
# An English word is moved to the next line as a whole.
_LATIN_SLACK: Final = 12
# So many lines of the same width are a column and no accident.
_FEWEST: Final = 3
# One may be a signature or an address.
_FEWEST_BROKEN: Final = 2
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
        self.usual_gap = _find_usual_gap(lines)
        self.indents_tell = _do_indents_tell(lines)
        self.breaks_sentences = self._count_broken() >= _FEWEST_BROKEN

    def _count_broken(self) -> int:
        """Return how many lines end in mid-sentence without filling their column."""
        return sum(
            not (is_closed(line.text) or has_heading_shape(line) or announces(line.text))
            and not is_row(line.text)
            and not self.is_full(line)
            and read_caption(line) is None
            for line in self._lines[:-1]
        )

    def is_indented(self, line: Line) -> bool:
        """Say whether ``line`` begins a paragraph by its indent."""
        return self.indents_tell and line.indent in _INDENTS

    def is_full(self, line: Line) -> bool:
        """Say whether ``line`` fills its column, so that its sentence goes on in the next line."""
        at = self._index[line.number]
        around = self._lines[max(0, at - _AROUND) : at + _AROUND + 1]
        alike = sum(_ends_alike(other, line) for other in around) - 1
        wider = sum(_is_wider(other, line) for other in around)
        return alike >= _FEWEST and wider * 4 <= alike

    def begins_block(self, line: Line) -> bool:
        """Say whether blank lines set ``line`` apart from what stands above it."""
        return self.blanks_tell and line.blanks > 0


def _find_usual_gap(lines: Sequence[Line]) -> int:
    """Return how many blank lines stand between paragraphs of an article."""
    between = [
        line.blanks
        for above, line in pairwise(lines)
        if is_closed(above.text) and not has_heading_shape(line)
    ]
    gaps = between if len(between) >= _FEWEST else [line.blanks for line in lines[1:]]
    return sorted(gaps)[len(gaps) // 2] if gaps else 0


def _do_indents_tell(lines: Sequence[Line]) -> bool:
    """Say whether an indent begins a paragraph.

    It does where most lines below a finished sentence have one, or where the indented lines are as
    wide as the others, and so no centred headlines; and only where some lines have none.
    """
    indented = [line for line in lines if line.indent in _INDENTS]
    if not 1 < len(indented) < len(lines):
        return False
    usual = sorted(line.width for line in lines)[len(lines) // 2]
    wide = sum(line.width >= 0.8 * usual for line in indented)
    below = [
        line.indent in _INDENTS
        for above, line in pairwise(lines)
        if is_closed(above.text) and line.width > 20
    ]
    return wide > 0.6 * len(indented) or sum(below) > 0.6 * len(below)


def _ends_alike(one: Line, other: Line) -> bool:
    """Say whether two lines are of one column, which is set by cells or by characters."""
    by_cells = abs(one.width - other.width) <= _slack(other)
    return by_cells or abs(len(one.text) - len(other.text)) <= _slack(other) // 2


def _is_wider(one: Line, other: Line) -> bool:
    slack = _slack(other)
    return one.width > other.width + slack and len(one.text) > len(other.text) + slack // 2


def _slack(line: Line) -> int:
    return _LATIN_SLACK if line.text.isascii() else _SLACK
