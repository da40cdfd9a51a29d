"""Where each article begins.

A byline in front of a paragraph is the surest sign: the lines without a full stop above it are the
heading. Without one, several weaker signs have to come together (``signs``), or the lines are a
cross-heading, a list or a poem inside an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line
from tidings_ingest.page.punctuation import continues, count_cells, is_closed
from tidings_ingest.page.roles import Item, Role
from tidings_ingest.page.runs import Flow, Run
from tidings_ingest.page.signs import THRESHOLD, Place, weigh

_UMBRELLA: Final = re.compile(
    r"简讯|速览|一句话新闻|快讯|短波|速递|简报|集纳|速读|短讯"
    r"|(?i:in brief|news briefs|^briefs$)"
)
# A cross-heading or a verse; what is longer goes on in the next line.
_WIDEST_APART: Final = 48


@dataclass(slots=True)
class Section:
    """One article: its heading lines and its other items, both in printed order.

    ``apart`` are numbers of lines in the body that stand for themselves: cross-headings, verses.
    """

    heading: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _State:
    """What is known of the article that is being read."""

    closed: bool = True
    has_body: bool = False
    has_lead: bool = False
    ended: bool = False
    umbrella: bool = False


def cut_sections(items: Sequence[Item], layout: Layout) -> list[Section]:
    """Return the articles of a page in order; furniture belongs to none."""
    flow = Flow(items, layout)
    walk = _Walk(flow)
    walk.go()
    return _collect(items, flow, walk)


class _Walk:
    """Reads the flow once, looking a fixed number of lines ahead."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._state = _State()
        # Where articles begin in the flow, with the number of their heading lines.
        self.starts: dict[int, int] = {}
        self.apart: set[int] = set()
        self.bylines: dict[int, Item] = {}

    def go(self) -> None:
        at = 0
        while at < len(self._flow.items):
            at += self._take(at)

    def _take(self, at: int) -> int:
        """Read what stands at ``at`` and return how many items that were."""
        run = self._flow.measure_run(at)
        if run.length and self._begins_article(at, run):
            if run.skipped:
                return self._read_apart(at, run.skipped)
            return self._begin(at, run)
        if run.length and self._state.closed and self._state.has_body:
            return self._read_apart(at, run.length)
        self._read(at)
        return 1

    def _begins_article(self, at: int, run: Run) -> bool:
        state = self._state
        if run.certain:
            return True
        if not self._flow.has(at + run.length) or not state.closed:
            return False
        if not state.has_body:
            return not self.starts and not continues(self._flow.line(at + run.length).text)
        return weigh(Place(self._flow, at, run, state.ended, state.has_lead)) >= THRESHOLD

    def _begin(self, at: int, run: Run) -> int:
        length = run.length
        if run.names:
            length -= 1
            item = self._flow.items[at + length]
            self.bylines[at + length] = replace(item, role=Role.BYLINE, byline=run.names)
        self.starts[at] = length
        heading = " ".join(self._flow.line(at + n).text for n in range(length))
        self._state = _State(umbrella=bool(_UMBRELLA.search(heading)), has_lead=bool(run.names))
        return run.length

    def _read_apart(self, at: int, length: int) -> int:
        """Read lines in the shape of a heading that are none."""
        for n in range(at, at + length):
            line = self._flow.line(n)
            goes_on = self._flow.has(n + 1) and continues(self._flow.line(n + 1).text)
            self._read(n)
            if line.width <= _WIDEST_APART and not goes_on and not self._flow.layout.is_full(line):
                self.apart.add(line.number)
                self._state.closed = True
        return length

    def _read(self, at: int) -> None:
        item, state = self._flow.items[at], self._state
        if item.lead and self._begins_untitled(item):
            self.starts[at] = 0
            self._state = state = _State()
        state.ended = item.role is not Role.TEXT and state.has_body
        state.has_lead = state.has_lead or bool(item.lead) or item.role is Role.BYLINE
        state.has_body = state.has_body or item.role is Role.TEXT
        state.closed = (
            item.role is not Role.TEXT
            or is_closed(item.line.text)
            or count_cells(item.line.text) > 2
        )

    def _begins_untitled(self, item: Item) -> bool:
        """Say whether a byline without a heading above it begins another article."""
        state = self._state
        return bool(
            item.lead
            and item.lead.certain
            and state.closed
            and state.has_body
            and state.has_lead
            and not state.umbrella
        )


def _collect(items: Sequence[Item], flow: Flow, walk: _Walk) -> list[Section]:
    """Put every item into the article that it stands in; captions above the first go into it."""
    place = {item.line.number: at for at, item in enumerate(flow.items)}
    sections = [Section(apart=walk.apart)]
    heading = 0
    for item in items:
        if item.role is Role.FURNITURE:
            continue
        at = place.get(item.line.number)
        if at is not None and at in walk.starts:
            if (
                any(each.role is not Role.CAPTION for each in sections[-1].items)
                or sections[-1].heading
            ):
                sections.append(Section(apart=walk.apart))
            heading = walk.starts[at]
        if at is not None and heading:
            sections[-1].heading.append(item.line)
            heading -= 1
        else:
            sections[-1].items.append(walk.bylines.get(at, item) if at is not None else item)
    return [section for section in sections if section.heading or section.items]
