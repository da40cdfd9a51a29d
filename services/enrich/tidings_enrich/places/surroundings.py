"""The places already known around a mention, counted by the divisions that they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tidings_enrich.places.units import Candidate, Kin, Unit, rank_nodes

# Where units share a division with equally many known places, neither is nearer; twice as many
# are enough.
_CLEARLY_MORE = 2


class Anchor(NamedTuple):
    """A place that is known, and the words that name it."""

    unit: Unit
    name: str


class Support(NamedTuple):
    """How near a candidate is to known places, to how many of them, and the first of these."""

    kin: Kin = Kin.NONE
    places: int = 0
    because: str | None = None


class Surroundings:
    """Known places; asking about a candidate takes the same time however many there are."""

    def __init__(self, anchors: Iterable[Anchor] = ()) -> None:
        self._counts: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self._exact: set[int] = set()
        for anchor in anchors:
            self.add(anchor)

    def add(self, anchor: Anchor) -> None:
        """Count one more known place."""
        self._exact.add(anchor.unit.id)
        for node in anchor.unit.lineage:
            self._counts[node] = self._counts.get(node, 0) + 1
            self._names.setdefault(node, anchor.name)

    def support(self, unit: Unit) -> Support:
        """Return what speaks for ``unit``: the nearest division that a known place lies in too."""
        for node, kin in rank_nodes(unit):
            if node in self._counts:
                is_named = node == unit.id and node in self._exact
                return Support(Kin.SAME if is_named else kin, self._counts[node], self._names[node])
        return Support()

    def narrow(
        self, candidates: Sequence[Candidate], least: Kin = Kin.PROVINCE
    ) -> tuple[Sequence[Candidate], Support]:
        """Return the candidates that are nearest, all of them where none is ``least`` near."""
        supports = [(self.support(each.unit), each) for each in candidates]
        best = max(support.kin for support, _ in supports)
        if best < least:
            return candidates, Support()
        near = [(support, each) for support, each in supports if support.kin == best]
        most = max(support.places for support, _ in near)
        left = [pair for pair in near if pair[0].places * _CLEARLY_MORE > most]
        return [each for _, each in left], left[0][0]
