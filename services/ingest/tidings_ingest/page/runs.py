"""Runs of lines that could be a heading, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tidings_ingest.page.bylines import Byline, read_bare_names
from tidings_ingest.page.dates import FULL_DATE
from tidings_ingest.page.heading_shape import has_heading_shape, is_dashed, is_standing, is_umbrella
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import is_list_item, is_row

# Looked at ahead of a line; a longer run is a list or a poem, wherever it ends.
LONGEST_RUN: Final = 10
# A kicker, a headline of two lines and a subhead of two, or one more of each.
MOST_HEADING_LINES: Final = 6
# A deck that is a sentence takes two lines of a wide column, in cells.
_WIDEST_DECK: Final = 160
# How the first sentence of a news report begins.
_LEDE: Final = re.compile(
    r"(?:近日|日前|昨日|昨天|今日|今天|前日|近期|连日来|记者(?:从|昨日|日前|近日|今日)|(?:本|上)[月周]"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日[,上下]|[^,。]{2,12}(?:昨日|昨天|日前|近日|今日))"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive lines in the shape of a heading.

    ``skipped`` lines at its beginning are the end of a list above the heading. ``names`` are those
    of a last line that is a byline of bare names. ``certain``: a byline follows.
    """

    length: int = 0
    skipped: int = 0
    names: Byline | None = None
    certain: bool = False


class Flow:
    """The text of a page in order: what is left without captions and furniture."""

    def __init__(self, items: Sequence[Item], layout: Layout) -> None:
        self.layout = layout
        self.items: list[Item] = []
        # Whether furniture, or anything, stood between an item and the one before it.
        self.new_page: list[bool] = []
        self.parted: list[bool] = []
        between: set[Role] = set()
        for item in items:
            if item.role in (Role.FURNITURE, Role.CAPTION):
                between.add(item.role)
                continue
            self.items.append(item)
            self.new_page.append(Role.FURNITURE in between)
            self.parted.append(bool(between))
            between.clear()
        # A picture story has no other text than its caption.
        self.ends_with_caption = Role.CAPTION in between
        self._heads = [_could_head(item) for item in self.items]
        self.runs = [self._measure_run(at) for at in range(len(self.items))]
        self._singles = self._count_singles()
        self._next_certain = self._find_certain()

    def line(self, at: int) -> Line:
        """Return the line of the item at ``at``."""
        return self.items[at].line

    def has(self, at: int) -> bool:
        """Say whether there is an item at ``at``."""
        return at < len(self.items)

    def is_alone(self, at: int, since: int) -> bool:
        """Say whether no line between ``since`` and the next byline looks like the one at ``at``.

        Cross-headings come in numbers, and all in the shape of a headline.
        """
        return self._singles[self._next_certain[at]] - self._singles[since] <= 1

    def _count_singles(self) -> list[int]:
        """Return how many single lines in the shape of a heading stand above each place."""
        counts = [0]
        for at, run in enumerate(self.runs):
            closed = at == 0 or self.line(at - 1).is_closed
            counts.append(counts[-1] + (closed and run.length == 1 and not run.certain))
        return counts

    def _find_certain(self) -> list[int]:
        """Return for each place where the next heading with a byline begins, or the end."""
        following = [len(self.runs)]
        for at in reversed(range(len(self.runs))):
            following.append(at if self.runs[at].certain else following[-1])
        return following[::-1]

    def _measure_run(self, start: int) -> Run:
        """Return the run that begins at ``start``; its length is 0 where there is none."""
        end = start
        while end < start + LONGEST_RUN and self._could_head(end):
            if end > start and self.new_page[end]:
                return Run()
            end += 1
        if end == start or not self.has(end):
            return Run(end - start)
        if self._is_certain(end):
            return Run(end - start, self._count_list_lines(start, end), certain=True)
        if self._has_deck(end):
            return Run(end - start + 1, certain=True)
        signed = self._find_bare_names(start, end)
        if signed:
            return signed
        end = self._without_full_lines(start, end)
        return Run(end - start, self._find_last_row(start, end))

    def _find_bare_names(self, start: int, end: int) -> Run | None:
        """Return the run up to a line of bare names: the byline of a commentary."""
        for at in range(start + 1, end):
            line = self.line(at)
            named = not (is_umbrella(line.folded) or is_standing(line.text))
            names = read_bare_names(line.folded) if named else None
            if names:
                printed = names.as_printed(line.folded, line.text)
                return Run(at + 1 - start, names=printed, certain=True)
        return None

    def begins_body(self, at: int) -> bool:
        """Say whether the line at ``at`` begins like the first paragraph of a report."""
        folded = self.line(at).folded
        # A date alone is below a signature.
        is_dated = bool(_LEDE.match(folded[:40])) and not FULL_DATE.fullmatch(folded)
        return is_dated or bool(self.items[at].lead)

    def _could_head(self, at: int) -> bool:
        return self.has(at) and self._heads[at]

    def _is_certain(self, at: int) -> bool:
        """Say whether the item at ``at`` is a byline that stands above its article."""
        item = self.items[at]
        if item.role is Role.TEXT:
            return item.lead is not None
        if item.role is not Role.BYLINE:
            return False
        return self.has(at + 1) and not self._begins_another(at + 1)

    def _begins_another(self, at: int) -> bool:
        """Say whether the byline above ``at`` ended its article, and a heading comes."""
        if not self._could_head(at) or self.layout.is_full(self.line(at)):
            return False
        after = at
        while after < at + LONGEST_RUN and self._could_head(after):
            after += 1
        return self.has(after) and (
            self.items[after].role is Role.BYLINE or self.begins_body(after) or after > at + 1
        )

    def _has_deck(self, at: int) -> bool:
        """Say whether the line at ``at`` is a deck: a sentence between headline and byline."""
        line = self.line(at)
        return (
            self.items[at].role is Role.TEXT
            and self.items[at].lead is None
            and line.width <= _WIDEST_DECK
            and self.has(at + 1)
            and self.items[at + 1].role is Role.BYLINE
            and self._is_certain(at + 1)
        )

    def _count_list_lines(self, start: int, end: int) -> int:
        """Return how many lines of a run above a byline belong to a list or table before it."""
        first = start + self._find_last_row(start, end)
        if end - first <= MOST_HEADING_LINES:
            return first - start
        return end - MOST_HEADING_LINES - start

    def _find_last_row(self, start: int, end: int) -> int:
        """Return how many lines of a run there are up to the last row or point, if not all are."""
        listed = [at + 1 for at in range(start, end) if is_row_or_point(self.line(at))]
        return listed[-1] - start if listed and listed[-1] < end else 0

    def _without_full_lines(self, start: int, end: int) -> int:
        """Return where the run ends before the first line that goes on in the next."""
        for at in range(start, end):
            line, below = self.line(at), self.line(at + 1)
            begins_paragraph = self.layout.is_indented(below)
            if self.layout.is_indented(line) and not begins_paragraph:
                return at
            if is_dashed(line) or not self.layout.is_full(line):
                continue
            if not (
                begins_paragraph or self.layout.begins_block(below) or self.begins_body(at + 1)
            ):
                return at
        return end


def _could_head(item: Item) -> bool:
    return item.role is Role.TEXT and item.lead is None and has_heading_shape(item.line)


def is_row_or_point(line: Line) -> bool:
    """Say whether ``line`` is a row of a table or one point of a list, and no heading."""
    return is_row(line.text) or is_list_item(line.text)
