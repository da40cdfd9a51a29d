"""Several networks weigh what each of them holds likely: a name stands where the sum is enough."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tidings.tags import EntityType
from tidings_enrich.tagging.confidence import Curve
from tidings_enrich.tagging.networks.gazetteer_vote import PlaceNames
from tidings_enrich.tagging.networks.network_reader import NetworkReader, Place, Proposals
from tidings_enrich.tagging.tagger import NameSpan, SentenceReading


class Rule(NamedTuple):
    """How much each network counts, together 1, and the least sum for a name of each type.

    ``curves`` say how often names of a sum are right; without them nothing does.
    """

    weights: tuple[float, ...]
    least: Mapping[EntityType, float]
    curves: Mapping[EntityType, Curve] = {}


class CombiningTagger:
    """Implements Tagger over one network or more; the borders of words are the first one's."""

    def __init__(
        self,
        name: str,
        readers: Sequence[NetworkReader],
        rule: Rule,
        places: PlaceNames | None = None,
    ) -> None:
        self.name = name
        self._readers = readers
        self._rule = rule
        self._places = places or PlaceNames()

    def read(self, sentences: Sequence[str]) -> list[SentenceReading]:
        """Return the names of each sentence that are likely enough to all networks together."""
        proposals = [each.propose(sentences) for each in self._readers]
        return [self._choose(text, own) for text, *own in zip(sentences, *proposals, strict=True)]

    def _choose(self, text: str, proposals: Sequence[Proposals]) -> SentenceReading:
        borders = frozenset(proposals[0].borders)
        sums = add_up([each.names for each in proposals], self._rule.weights)
        names = choose_names(self._places.support(text, borders, sums), self._rule)
        settled = self._places.settle(text, names)
        return SentenceReading([self._rate(each) for each in settled], borders)

    def _rate(self, name: NameSpan) -> NameSpan:
        curve = self._rule.curves.get(name.type)
        return name._replace(confidence=curve.at(name.strength)) if curve else name


def add_up(
    proposals: Iterable[Mapping[Place, float]], weights: Iterable[float]
) -> dict[Place, float]:
    """Return the weighted sum of what the networks give each stretch; what one lacks is 0."""
    sums: dict[Place, float] = {}
    for own, weight in zip(proposals, weights, strict=True):
        for place, probability in own.items():
            sums[place] = sums.get(place, 0.0) + weight * min(probability, 1.0)
    return sums


def choose_names(sums: Mapping[Place, float], rule: Rule) -> list[NameSpan]:
    """Return what is likely enough, in order; of names that overlap, the one by the larger margin.

    The margin is the sum as a multiple of the least one for the type, so that a place need not be
    as likely as the person that it overlaps.
    """
    enough = [
        (-found / rule.least[place[2]], place, found)
        for place, found in sums.items()
        if found >= rule.least[place[2]]
    ]
    kept: list[NameSpan] = []
    for _, (start, end, kind), found in sorted(enough):
        at = bisect_left(kept, start, key=_get_start)
        if (at == 0 or kept[at - 1].end <= start) and (at == len(kept) or end <= kept[at].start):
            kept.insert(at, NameSpan(start, end, kind, found))
    return kept


def _get_start(name: NameSpan) -> int:
    return name.start
