"""How a page is set: its column widths, its indents, and what its blank lines mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final

from tidings_ingest.page.captions import read_caption
from tidings_ingest.page.heading_shape import has_heading_shape
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import announces, is_row

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
# No column has fewer than nine wide characters.
_NARROWEST: Final = 18
# Two wide characters are the paragraph indent of Chinese papers; more is a centred headline.
_INDENTS: Final = range(2, 7)


class Layout:
    """What the lines of a page, without its furniture, tell about how it was set."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._index = {line.number: at for at, line in enumerate(lines)}
        self._sizes = [(line.width, len(line.text)) for line in lines]
        gaps = [line.blanks for line in lines[1:]]
        spaced = sum(gap > 0 for gap in gaps)
        # Where every line or none has a blank line above it, a blank line means nothing.
        self.blanks_tell = 0 < spaced < 0.85 * len(gaps)
        self.usual_gap = _find_usual_gap(lines)
        self.indents_tell = _do_indents_tell(lines)
        self._full: dict[int, bool] = {}
        broken = islice(filter(self._is_broken, lines[:-1]), _FEWEST_BROKEN)
        self.breaks_sentences = len(list(broken)) == _FEWEST_BROKEN

    def _is_broken(self, line: Line) -> bool:
        """Say whether ``line`` ends in mid-sentence without filling its column."""
        return (
            not (line.is_closed or announces(line.text) or has_heading_shape(line))
            and not is_row(line.text)
            and not self.is_full(line)
            and read_caption(line) is None
        )

    def is_indented(self, line: Line) -> bool:
        """Say whether ``line`` begins a paragraph by its indent."""
        return self.indents_tell and line.indent in _INDENTS

    def is_full(self, line: Line) -> bool:
        """Say whether ``line`` fills its column, so that its sentence goes on in the next line."""
        if line.number not in self._full:
            self._full[line.number] = self._fills_column(line)
        return self._full[line.number]

    def _fills_column(self, line: Line) -> bool:
        at = self._index[line.number]
        slack = _LATIN_SLACK if line.text.isascii() else _SLACK
        width, length = line.width, len(line.text)
        alike = wider = widest = 0
        for near in range(max(0, at - _AROUND), min(len(self._sizes), at + _AROUND + 1)):
            # A column is set by cells or by characters.
            near_width, near_length = self._sizes[near]
            if abs(near_width - width) <= slack or abs(near_length - length) <= slack // 2:
                alike += 1
                widest = max(widest, near_width)
            wider += near_width > width + slack and near_length > length + slack // 2
        if width < _NARROWEST or alike <= _FEWEST or wider * 4 >= alike:
            return False
        return not line.text.isascii() or not self._has_room(at, widest)

    def _has_room(self, at: int, widest: int) -> bool:
        """Say whether the first word of the next line would have had room in an English line."""
        if at + 1 == len(self._lines):
            return True
        word = self._lines[at + 1].text[:_LATIN_SLACK].split(maxsplit=1)[0]
        return self._lines[at].width + 1 + len(word) <= widest

    def begins_block(self, line: Line) -> bool:
        """Say whether blank lines set ``line`` apart from what stands above it."""
        return self.blanks_tell and line.blanks > 0


def _find_usual_gap(lines: Sequence[Line]) -> int:
    """Return how many blank lines stand between paragraphs of an article."""
    between = [
        line.blanks
        for above, line in pairwise(lines)
        if above.is_closed and not has_heading_shape(line)
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
        if above.is_closed and line.width > 20
    ]
    return wide > 0.6 * len(indented) or sum(below) > 0.6 * len(below)
