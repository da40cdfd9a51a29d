"""How much speaks for a heading where no byline does: signs and their weights, as a table.

The weights were set on the pages of tests/data/pages; each sign alone misleads on some of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tidings_ingest.page.dates import FULL_DATE
from tidings_ingest.page.heading_shape import is_dashed, is_standing, is_umbrella
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import announces, is_row, may_continue
from tidings_ingest.page.runs import Flow, Run, is_row_or_point
from tidings_ingest.page.sentence_edges import (
    begins_english,
    breaks_off,
    opens_like_sentence,
)
from tidings_ingest.page.verdicts import Verdict, decide

_CLAUSES: Final = re.compile(r"\S{3}\s+\S{3}")


@dataclass(slots=True)
class State:
    """What is known of the article that is being read; ``begun`` is where in the flow it began.

    ``closed``: its last sentence is over. ``ended``: its byline or a jump stood below its text.
    ``has_lead``: it began with a byline, so others on the page can be expected to.
    """

    begun: int = 0
    closed: bool = True
    has_body: bool = False
    has_lead: bool = False
    ended: bool = False
    umbrella: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A run without a byline, and the article above it."""

    flow: Flow
    at: int
    run: Run
    state: State

    @property
    def lines(self) -> list[Line]:
        """Return the lines of the run."""
        return [self.flow.line(at) for at in range(self.at, self.after)]

    @property
    def after(self) -> int:
        """Return where the text below the run stands in the flow."""
        return self.at + self.run.length

    @property
    def below(self) -> Line:
        """Return the line below the run."""
        return self.flow.line(self.after)

    @property
    def has_clauses(self) -> bool:
        """Say whether a space parts a line into clauses, as headlines in Chinese have them."""
        return any(not each.text.isascii() and _CLAUSES.search(each.text) for each in self.lines)

    @property
    def is_alone(self) -> bool:
        """Say whether the run is one line, and no other like it is in the article."""
        return self.run.length == 1 and self.flow.is_alone(self.at, self.state.begun)

    @property
    def is_standing(self) -> bool:
        """Say whether the run is the name of a column that needs no byline."""
        return is_standing(self.lines[-1].text)

    @property
    def is_in_table(self) -> bool:
        """Say whether the run goes on with the table above it."""
        return self.at > 0 and all(
            is_row(each.text) for each in (self.flow.line(self.at - 1), self.lines[0])
        )

    @property
    def is_followed_by_sentence(self) -> bool:
        """Say whether an English line below begins as no line in mid-sentence does: A, The, In."""
        alone = self.run.length == 1 and not self.is_full(self.lines[0])
        return alone and begins_english(self.below.text)

    @property
    def is_column(self) -> bool:
        """Say whether the run names a column that stands in every issue, or short reports."""
        return self.is_standing or is_umbrella(self.lines[-1].text)

    def is_full(self, line: Line) -> bool:
        """Say whether ``line`` fills its column."""
        return self.flow.layout.is_full(line)

    def is_indented(self, line: Line) -> bool:
        """Say whether ``line`` has the indent of a paragraph."""
        return self.flow.layout.is_indented(line)

    def is_single(self, wide: int, words: int) -> bool:
        """Say whether the run is one line of at most so many wide characters or English words."""
        text = self.lines[0].text
        short = len(text.split()) <= words if text.isascii() else len(text) <= wide
        return self.run.length == 1 and short


SIGNS: Final[tuple[tuple[int, str, Callable[[Place], bool]], ...]] = (
    (3, "the article above has ended", lambda p: p.state.ended),
    (2, "two to four lines", lambda p: 2 <= p.run.length <= 4),
    (7, "a heading over short reports", lambda p: is_umbrella(p.lines[-1].text)),
    (4, "dashes of a subhead", lambda p: any(map(is_dashed, p.lines))),
    (2, "clauses side by side", lambda p: p.has_clauses),
    (2, "a lede below", lambda p: p.flow.begins_body(p.after)),
    (3, "more space above than usual", lambda p: p.lines[0].blanks > p.flow.layout.usual_gap),
    (4, "a sentence of its own below", lambda p: p.is_followed_by_sentence),
    (3, "alone of its kind", lambda p: p.is_alone),
    (7, "a standing column", lambda p: p.is_standing),
    (2, "a page or a picture between", lambda p: p.flow.parted[p.at]),
    (1, "a long paragraph below", lambda p: p.below.width > 80 or p.is_full(p.below)),
    (2, "no indent, but one below", lambda p: p.is_indented(p.below) > p.is_indented(p.lines[0])),
    (1, "longer than a cross-heading", lambda p: not p.is_single(14, 6)),
    (-2, "as short as a cross-heading", lambda p: p.is_single(8, 4)),
    (-1, "other articles have bylines", lambda p: p.state.has_lead),
    (-6, "announced above", lambda p: p.at > 0 and announces(p.flow.line(p.at - 1).text)),
    (-3, "a list or table", lambda p: any(map(is_row_or_point, p.lines))),
    (-6, "a row below a row", lambda p: p.is_in_table),
    (-3, "opens like a sentence", lambda p: opens_like_sentence(p.lines[0].text)),
    (-3, "breaks off", lambda p: breaks_off(p.lines[-1].text)),
    (-4, "goes on below", lambda p: may_continue(p.below.text)),
    (-2, "a page with broken sentences", lambda p: p.flow.layout.breaks_sentences),
    (-6, "a signature over a date", lambda p: bool(FULL_DATE.fullmatch(p.below.folded))),
    (-6, "too short for a headline", lambda p: p.is_single(3, 1) and not p.is_column),
    (-6, "too many lines", lambda p: p.run.length > 6),
)


def weigh(place: Place) -> Verdict:
    """Return whether the signs that are there together reach the threshold."""
    return decide(tuple([(weight, name) for weight, name, is_there in SIGNS if is_there(place)]))
