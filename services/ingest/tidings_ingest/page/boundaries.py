"""Where each article begins.

A byline in front of a paragraph is the surest sign: the lines without a full stop above it are the
heading. Without one, several weaker signs have to come together (``signs``), or the lines are a
cross-heading, a list or a poem inside an article.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from tidings_ingest.page import verdicts
from tidings_ingest.page.heading_shape import is_umbrella
from tidings_ingest.page.items import Item, Role
from tidings_ingest.page.punctuation import announces, is_list_item, is_row, may_continue
from tidings_ingest.page.runs import Flow, Run
from tidings_ingest.page.sentence_edges import breaks_off, is_from_middle, opens_like_sentence
from tidings_ingest.page.signs import Place, State, weigh
from tidings_ingest.page.verdicts import Verdict

# A cross-heading or a verse; what is longer goes on in the next line.
_WIDEST_APART: Final = 48


@dataclass(slots=True)
class Boundaries:
    """What was found out about a flow.

    ``starts`` has for each article where it begins and how many heading lines it has. ``bylines``
    are items that turned out to be one by where they stand. ``apart`` are the numbers of lines in
    a body that stand for themselves: cross-headings, verses. ``verdicts`` has what was decided
    where a run of lines in the shape of a heading begins.
    """

    starts: dict[int, int] = field(default_factory=dict)
    bylines: dict[int, Item] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    verdicts: dict[int, Verdict] = field(default_factory=dict)


def find_boundaries(flow: Flow) -> Boundaries:
    """Return where the articles of a page begin."""
    return _Walk(flow).go()


class _Walk:
    """Reads the flow once, looking a fixed number of lines ahead."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._state = State()
        self._found = Boundaries()

    def go(self) -> Boundaries:
        at = 0
        while at < len(self._flow.items):
            at += self._take(at)
        return self._found

    def _take(self, at: int) -> int:
        """Read what stands at ``at`` and return how many items that were."""
        run = self._flow.runs[at]
        if run.skipped and not run.certain and self._state.closed and self._state.has_body:
            self._found.verdicts[at] = verdicts.LIST_ABOVE
            return self._read_apart(at, run.skipped)
        if run.length:
            verdict = self._found.verdicts[at] = self._judge(at, run)
            if verdict.begins:
                if run.skipped:
                    self._found.verdicts[at] = verdicts.LIST_ABOVE
                    return self._read_apart(at, run.skipped)
                return self._begin(at, run)
        if run.length and self._state.closed and self._state.has_body:
            return self._read_apart(at, run.length)
        self._read(at)
        return 1

    def _judge(self, at: int, run: Run) -> Verdict:
        """Say whether an article begins at a run; the first rule that applies decides."""
        state = self._state
        if run.certain:
            certain = state.closed or not run.names
            return verdicts.BYLINE_FOLLOWS if certain else verdicts.SENTENCE_OPEN
        if not self._flow.has(at + run.length):
            only = self._flow.ends_with_caption and not (state.has_body or self._found.starts)
            return verdicts.PICTURE_STORY if only else verdicts.NOTHING_BELOW
        if not state.closed:
            return verdicts.SENTENCE_OPEN
        if not state.has_body:
            if not self._found.starts and is_from_middle(self._flow.line(at)):
                return verdicts.MIDDLE
            below = self._flow.line(at + run.length).text
            first = verdicts.GOES_ON if may_continue(below) else verdicts.FIRST
            return verdicts.NO_TEXT_YET if self._found.starts else first
        return weigh(Place(self._flow, at, run, state))

    def _begin(self, at: int, run: Run) -> int:
        length = run.length
        if run.names:
            length -= 1
            item = self._flow.items[at + length]
            self._found.bylines[at + length] = replace(
                item, role=Role.BYLINE, byline=run.names, why="bare names below a heading"
            )
        self._found.starts[at] = length
        heading = " ".join(self._flow.line(at + n).text for n in range(length))
        self._state = State(
            begun=at + run.length, umbrella=is_umbrella(heading), has_lead=bool(run.names)
        )
        return run.length

    def _read_apart(self, at: int, length: int) -> int:
        """Read lines in the shape of a heading that are none.

        They are cross-headings or verses, which come in numbers, or one broken piece of a sentence.
        """
        is_piece = length == 1 and self._is_piece(at)
        for n in range(at, at + length):
            line = self._flow.line(n)
            self._read(n)
            if not (is_piece or line.width > _WIDEST_APART or self._goes_on(n)):
                self._found.apart.add(line.number)
                self._state.closed = True
        return length

    def _is_piece(self, at: int) -> bool:
        """Say whether a single line is more likely a piece of a sentence than a cross-heading."""
        text = self._flow.line(at).text
        if is_list_item(text):
            return False
        if opens_like_sentence(text) or breaks_off(text):
            return True
        return self._flow.layout.breaks_sentences or self._flow.is_alone(at, self._state.begun)

    def _goes_on(self, at: int) -> bool:
        if self._flow.layout.is_full(self._flow.line(at)):
            return True
        return self._flow.has(at + 1) and may_continue(self._flow.line(at + 1).text)

    def _read(self, at: int) -> None:
        item, state = self._flow.items[at], self._state
        if item.lead and self._begins_untitled(item):
            self._found.starts[at] = 0
            self._found.verdicts[at] = verdicts.UNTITLED
            self._state = state = State(begun=at)
        state.ended = item.role is not Role.TEXT and state.has_body
        state.has_lead = state.has_lead or bool(item.lead) or item.role is Role.BYLINE
        state.has_body = state.has_body or item.role is Role.TEXT
        state.closed = (
            item.role is not Role.TEXT
            or item.line.is_closed
            or is_row(item.line.text)
            or announces(item.line.text)
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
