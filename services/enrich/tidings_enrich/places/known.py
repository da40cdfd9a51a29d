"""What is known of an article's places while the rest is being settled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tidings_enrich.places.settling import Choice, Context
from tidings_enrich.places.surroundings import Anchor, Surroundings
from tidings_enrich.places.units import Kin, Unit

_CLAUSE_END = re.compile("[；;]")
# Known places before and behind a mention that are asked within its sentence: enough for any
# sentence that a person reads, and what keeps a list of 10,000 names linear.
_NEAREST = 6


class Setting(NamedTuple):
    """Where an article was written and where its feed is at home, as far as that is known."""

    written_at: Unit | None = None
    home: Unit | None = None


class Stretches:
    """Where the sentences and the clauses of a body begin and end."""

    def __init__(self, body: str, sentence_starts: Sequence[int]) -> None:
        self._sentences = [*sentence_starts, len(body) + 1]
        clauses = {match.end() for match in _CLAUSE_END.finditer(body)}
        self._clauses = sorted(clauses.union(self._sentences))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return start and end of the sentence at ``offset``."""
        return _find_around(self._sentences, offset)

    def clause_at(self, offset: int) -> tuple[int, int]:
        """Return start and end of the clause at ``offset``, semicolons being its ends."""
        return _find_around(self._clauses, offset)


def _find_around(starts: Sequence[int], offset: int) -> tuple[int, int]:
    at = bisect_right(starts, offset)
    return starts[at - 1] if at else 0, starts[at] if at < len(starts) else starts[-1]


class KnownPlaces:
    """The places settled so far, by where they stand; what is settled meanwhile is remembered."""

    def __init__(
        self, stretches: Stretches, setting: Setting, anchors: Iterable[tuple[int, Anchor]]
    ) -> None:
        self._stretches = stretches
        self._setting = setting
        placed = sorted(anchors, key=lambda each: each[0])
        self._starts = [start for start, _ in placed]
        self._anchors = [anchor for _, anchor in placed]
        self._said: dict[str, Choice] = {}
        self.article = Surroundings(self._anchors)
        self._written_at = _surround(setting.written_at)
        self._home = _surround(setting.home)

    def remember(self, name: str, choice: Choice) -> None:
        """Keep what ``name`` meant last."""
        self._said[name] = choice

    def list_contexts(self, offset: int, name: str) -> list[Context]:
        """Return what is known around ``name`` at ``offset``, the nearest first."""
        said = self._said.get(name)
        near = [
            Context("same_sentence", Surroundings(self._list_near(offset, *bounds)), sure, 0.8)
            for bounds, sure in (
                (self._stretches.clause_at(offset), 0.92),
                (self._stretches.sentence_at(offset), 0.9),
            )
        ]
        return [
            *near,
            Context("said_before", _surround(said and said.unit), 0.88, 0.8, least=Kin.SAME),
            Context("same_article", self.article, 0.85, 0.6),
            Context("dateline", self._written_at, 0.85, 0.6),
            Context("home", self._home, 0.8, 0.5),
        ]

    def _list_near(self, offset: int, start: int, end: int) -> list[Anchor]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        at = bisect_left(self._starts, offset)
        return self._anchors[max(first, at - _NEAREST) : min(last, at + _NEAREST)]


def _surround(unit: Unit | None) -> Surroundings:
    return Surroundings([Anchor(unit, unit.name)] if unit else [])
