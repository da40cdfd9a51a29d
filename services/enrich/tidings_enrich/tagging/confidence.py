"""How sure each name is: what models and rules were right in, on sentences marked by hand.

The numbers are data (``data/confidence.yaml``), written by ``python -m quality.calibrate``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

from tidings.tags import Entity, EntityType, Event, Location, LocationRule, NameSource
from tidings_enrich.tagging.word_lists import load_words

# No name is certain, and none that is tagged is out of the question.
_LEAST, _MOST = 0.05, 0.99


class Rated(NamedTuple):
    """A name that a model found in a body, and how sure the model is, None where it cannot tell."""

    start: int
    end: int
    type: EntityType
    confidence: float | None


class Curve(NamedTuple):
    """From the strength of a name to how often such names are right: a logistic curve."""

    slope: float
    shift: float

    def at(self, strength: float) -> float:
        """Return the share that is right of names of this strength."""
        return min(_MOST, max(_LEAST, 1 / (1 + exp(-(self.slope * strength + self.shift)))))


def load_curves(tagger: str) -> dict[EntityType, Curve]:
    """Return the curve of each type of name for a tagger, accurate or fast."""
    curves: dict[EntityType, list[float]] = load_words("confidence")["strength"][tagger]
    return {kind: Curve(*numbers) for kind, numbers in curves.items()}


def rate_entities(entities: Iterable[Entity], found: Sequence[Rated]) -> list[Entity]:
    """Return the entities with how sure each is, and what that rests on.

    An entity is as sure as its surest mention: what was found once as the model has it is no less
    certain for being found again by a rule. The user's own names are certain.
    """
    exact = {(each.start, each.end, each.type): each.confidence for each in found}
    covered: dict[EntityType, set[int]] = {}
    for each in found:
        covered.setdefault(each.type, set()).update(range(each.start, each.end))
    rates: Mapping[NameSource, float] = load_words("confidence")["sources"]
    return [_rate(each, exact, covered, rates) for each in entities]


def correct_places(locations: Iterable[Location]) -> list[Location]:
    """Return the places with the doubt of each rule as it was found to be, not as set by hand."""
    return [
        each.model_copy(update={"confidence": correct_place(each.confidence, each.rule)})
        for each in locations
    ]


def correct_place(confidence: float, rule: LocationRule) -> float:
    """Return how sure a rule is that is this sure by hand; rules never seen at work stay so."""
    left: Mapping[LocationRule, float] = load_words("confidence")["doubt"]["places"]
    return _keep(confidence, left.get(rule, 1.0))


def correct_events(events: Iterable[Event]) -> list[Event]:
    """Return the events with the doubt that was found, not the codebook's own."""
    left = load_words("confidence")["doubt"]["events"]
    return [each.model_copy(update={"confidence": _keep(each.confidence, left)}) for each in events]


def _keep(confidence: float, left: float) -> float:
    return round(min(_MOST, max(0.0, 1 - (1 - confidence) * left)), 2)


def _rate(
    entity: Entity,
    exact: Mapping[tuple[int, int, EntityType], float | None],
    covered: Mapping[EntityType, set[int]],
    rates: Mapping[NameSource, float],
) -> Entity:
    if entity.known is not None:
        return entity.model_copy(update={"confidence": 1.0, "source": "lexicon"})
    confidence, source = max(_weigh(entity, exact, covered, rates))
    return entity.model_copy(update={"confidence": round(confidence, 2), "source": source})


def _weigh(
    entity: Entity,
    exact: Mapping[tuple[int, int, EntityType], float | None],
    covered: Mapping[EntityType, set[int]],
    rates: Mapping[NameSource, float],
) -> Iterator[tuple[float, NameSource]]:
    """Yield for each mention how sure it is, and by what."""
    touched = covered.get(entity.type, set())
    for span in entity.mentions:
        place = (span.start, span.end, entity.type)
        if place in exact:
            told = exact[place]
            yield (rates["model"] if told is None else told), "model"
        elif touched.isdisjoint(range(span.start, span.end)):
            yield rates["rule"], "rule"
        else:
            yield rates["mended"], "mended"
